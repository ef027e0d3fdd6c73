import { isMisleading, rewritten } from "./visible.ts";

/** A number of things, in words. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** The first of several names, and how many others there are. */
export function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  return names.slice(0, most).join(", ") + (more > 0 ? ` and ${counted(more, "other")}` : "");
}

/** The first of many lines, each once, and how many more there are. */
export function firstOf(lines: readonly string[], most: number): readonly string[] {
  const all = [...new Set(lines)];
  const more = all.length - most;
  return [...all.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** The lines of a text, without what is empty at its end; none of a text that says nothing. */
export function linesOf(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.trimEnd().split(/\r?\n/);
}

const longest = 300;

/** A word of someone else's in a sentence: in quotes, in one line, and no longer than can be read. */
export function quoted(word: string): string {
  const more = word.length > longest ? `… (${word.length} characters)` : "";
  return JSON.stringify(word.slice(0, longest)) + more;
}

const plain = /^[\p{L}\p{N}\w@%+=:,./~*?!^()[\]{}-]{1,300}$/u;

/** {@link quoted}, but for a word that nobody can mistake for a part of the sentence around it. */
export function named(word: string): string {
  return plain.test(word) ? word : quoted(word);
}

/** A word of a command that can be pasted into a POSIX shell (2024, for what cannot be seen), in one line and visible. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!isMisleading(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${rewritten(word.replace(/['\\]/g, "\\$&"), octets)}'`;
}

function octets(character: string): string {
  return [...Buffer.from(character)].map((octet) => `\\${octet.toString(8).padStart(3, "0")}`).join("");
}
