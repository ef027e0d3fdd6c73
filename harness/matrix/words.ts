import semver from "semver";
import { isSatisfiable } from "../excuses/index.ts";
import { nearest } from "../input/index.ts";
import { quoted } from "../text/index.ts";
import { type Axis, traitsOf, type Versioned } from "./axes.ts";
import { ltsLines } from "./long-term-support.ts";

/** Which versions a word asks for. */
export type Wish =
  | { readonly kind: "exact"; readonly version: string }
  | { readonly kind: "range"; readonly range: string }
  | { readonly kind: "minors"; readonly count: number }
  | { readonly kind: "lts"; readonly lines: readonly string[] };

/** A word of an axis: a name, and for a program what follows its `@`. */
export interface Word {
  readonly name: string;
  /** The name, where it is that of something with versions. */
  readonly program?: Versioned;
  /** Left out where none is written, which in an axis means the newest, in a pattern any. */
  readonly wish?: Wish;
}

/** The newest of all. */
export const latest: Wish = { kind: "minors", count: 1 };

/** Reads a word of an axis, or says what is wrong with it. */
export function parseWord(axis: Axis, text: string): Word | string {
  const { noun, names, versioned } = traitsOf[axis];
  const at = text.indexOf("@");
  const name = at < 0 ? text : text.slice(0, at);
  if (!names.includes(name)) {
    const meant = nearest(name, names);
    const hint = meant === undefined ? `write ${listed(names)}` : `did you mean ${meant}?`;
    return `there is no ${noun} ${quoted(name)}, ${hint}`;
  }
  const program = versioned.find((one) => one === name);
  if (at < 0) return program === undefined ? { name } : { name, program };
  if (program === undefined) return `${name} takes no version`;
  const wish = parseWish(program, text.slice(at + 1));
  return typeof wish === "string" ? wish : { name, program, wish };
}

function parseWish(name: Versioned, text: string): Wish | string {
  if (text === "latest") return latest;
  const minors = /^latest-([1-9]\d?)-minors$/.exec(text)?.[1];
  if (minors !== undefined) return { kind: "minors", count: Number(minors) };
  if (text === "lts") {
    const lines = ltsLines[name];
    return lines === undefined ? `${name} has no long-term support` : { kind: "lts", lines };
  }
  if (/^\d\S*$/.test(text) && semver.parse(text)?.raw === text) return { kind: "exact", version: text };
  if (semver.validRange(text) === null || !/^[\d<>=^~*x]/.test(text)) return noVersion(text);
  if (!isSatisfiable(text)) return `no version matches ${quoted(text)}`;
  return { kind: "range", range: text };
}

function noVersion(text: string): string {
  const meant = nearest(text, ["latest", "latest-3-minors", "lts"]);
  const hint =
    meant === undefined
      ? "write for example 1.13.1, >=2.6 <3, latest, latest-3-minors or lts"
      : `did you mean ${meant}?`;
  return `${quoted(text)} is not a version, ${hint}`;
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
