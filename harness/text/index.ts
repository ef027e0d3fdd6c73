const misleading = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;
const kept = new Set(["\n", "\t"]);

/**
 * Makes what a terminal or a reader's eye would obey visible: control and ANSI sequences, bidi and zero-width
 * characters, lone surrogates. Line ends and tabs stay; a carriage return before a line end goes.
 */
export function visible(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(misleading, (character) => (kept.has(character) ? character : escapeOf(character)));
}

/** {@link visible} for a place that has one line only. */
export function visibleLine(text: string): string {
  return visible(text)
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("\t", " ")
    .trim();
}

/** At a line's start GitHub's; anywhere in it those of Azure Pipelines, TeamCity and GitHub's first runner. */
const command = /(?<=^\s*):(?=:)|#(?=#(?:\[|vso\[|teamcity\[))/gm;

/** Makes visible what a CI system would obey in a log: workflow commands such as `::error::`, which may be indented. */
export function withoutCommands(text: string): string {
  return text.replace(command, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

/** A number of things, in words. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
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
  if (word.search(misleading) < 0 && word.search(command) < 0) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${word.replace(/['\\]/g, "\\$&").replace(misleading, octets).replace(command, octets)}'`;
}

function octets(character: string): string {
  return [...Buffer.from(character)].map((octet) => `\\${octet.toString(8).padStart(3, "0")}`).join("");
}
