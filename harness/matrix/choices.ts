import type { Mistake } from "../input/index.ts";
import type { AgentKind, Program } from "../model/index.ts";
import { counted } from "../text/index.ts";
import { type AgentProgram, type Axis, isAgent, isAgentProgram, isRuntime, type Runtime, traitsOf } from "./axes.ts";
import type { Words } from "./types.ts";
import type { Versions } from "./versions.ts";
import { parseWord } from "./words.ts";

/** A value of an axis, and the word that it was made of. */
export interface Choice<T> {
  readonly word: string;
  readonly value: T;
}

/** What a cell can have for each axis. */
export interface Choices {
  readonly server: readonly Choice<Program>[];
  /** `undefined` for the server's own program. */
  readonly cli: readonly Choice<Program | undefined>[];
  readonly terraform: readonly Choice<Program>[];
  readonly agent: readonly Choice<AgentKind>[];
  readonly "agent-program": readonly Choice<AgentProgram>[];
  readonly runtime: readonly Choice<Runtime>[];
  readonly provider: readonly Choice<Program>[];
}

/** Axes with words, and the path of fields where they are. */
export interface Block {
  readonly words: Words;
  readonly path: readonly PropertyKey[];
}

/** The values of all axes; words for which there is no version go to `mistakes`. */
export async function choicesOf(block: Block, versions: Versions, mistakes: Mistake[]): Promise<Choices> {
  const programs = async (axis: Axis) => {
    const found = wordsOf(block, axis).map(async ({ word, path }) => {
      const meant = await programsBy(axis, word, versions);
      if (typeof meant !== "string") return meant.map((value) => ({ word, value }));
      mistakes.push({ path, problem: meant });
      return [];
    });
    return (await Promise.all(found)).flat();
  };
  const [server, cli, terraform, provider] = await Promise.all([
    programs("server"),
    programs("cli"),
    programs("terraform"),
    programs("provider"),
  ]);
  return {
    server,
    cli: cli.map(({ word, value }) => ({ word, value: word === "server" ? undefined : value })),
    terraform,
    agent: plain(block, "agent", isAgent),
    "agent-program": plain(block, "agent-program", isAgentProgram),
    runtime: plain(block, "runtime", isRuntime),
    provider,
  };
}

interface PlacedWord {
  readonly word: string;
  readonly path: readonly PropertyKey[];
}

function wordsOf({ words, path }: Block, axis: Axis): readonly PlacedWord[] {
  const given = words[axis] ?? traitsOf[axis].preset ?? [];
  if (typeof given === "string") return [{ word: given, path: [...path, axis] }];
  return given.map((word, at) => ({ word, path: [...path, axis, at] }));
}

function plain<T extends string>(block: Block, axis: Axis, is: (word: string) => word is T): readonly Choice<T>[] {
  return wordsOf(block, axis)
    .map(({ word }) => word)
    .filter(is)
    .map((word) => ({ word, value: word }));
}

/** What a word means, or why it means nothing. */
async function programsBy(axis: Axis, text: string, versions: Versions): Promise<readonly Program[] | string> {
  const word = parseWord(axis, text);
  if (typeof word === "string") return word;
  const { name, program, wish } = word;
  if (program === undefined) return [{ name, version: "" }];
  const meant = await versions.meantBy(program, wish);
  if (meant.length > 0) return meant.map((version) => ({ name, version }));
  const known = await versions.known(program);
  return `${text} matches none of the ${counted(known.length, "known version")} of ${name}; the newest is ${known[0]}`;
}
