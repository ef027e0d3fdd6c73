const misleading = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;
const kept = new Set(["\n", "\t"]);

/**
 * What a CI system obeys in a log. At a line's start, GitHub's, Gitea's and Forgejo's workflow commands, which may be
 * indented, and Buildkite's groups, which may not; colours may stand before both. Anywhere in a line, those of Azure
 * Pipelines, TeamCity and GitHub's first runner, GitLab's sections and Travis' folds.
 */
const introducer = String.raw`\u001b\[`;
const colours = String.raw`${introducer}[\d;]*m`;
const command: RegExp = new RegExp(
  [
    String.raw`(?<=^(?:\s|${colours})*):(?=:)`,
    String.raw`(?<=^(?:${colours})*)([-+~^])(?=\1\1(?:\s|$))`,
    String.raw`#(?=#(?:\[|vso\[|teamcity\[))`,
    "(?<=section_(?:start|end)|travis_(?:fold|time)):",
  ].join("|"),
  "gim",
);

/**
 * Makes what a terminal, a CI system or a reader's eye would obey visible: control and ANSI sequences, bidi and zero-width
 * characters, lone surrogates, and commands such as `::error::`. Line ends and tabs stay; a carriage return before a line
 * end goes.
 */
export function visible(text: string): string {
  return shown(text).replace(command, escapeOf);
}

/** {@link visible} for a place that has one line only. */
export function visibleLine(text: string): string {
  const lines = shown(text)
    .split("\n")
    .map((line) => line.replaceAll("\t", " ").trim())
    .filter((line) => line !== "");
  return lines.join(" ").replace(command, escapeOf);
}

const colour: RegExp = new RegExp(String.raw`(${introducer}\d{1,3}m)`);

/** {@link visible} for a line that is painted already: its colours stay, and everything else that may not. */
export function visiblePainted(line: string): string {
  const parts = line.split(colour).map((part, at) => (at % 2 === 1 ? part : shown(part).replace(/[\n\t]/g, " ")));
  return parts.join("").replace(command, escapeOf);
}

function shown(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(misleading, (character) => (kept.has(character) ? character : escapeOf(character)));
}

/** Whether a terminal, a CI system or an eye could take a word for something else than its characters. */
export function isMisleading(word: string): boolean {
  return word.search(misleading) >= 0 || word.search(command) >= 0;
}

/** Writes characters that {@link isMisleading} finds in another way. */
export function rewritten(word: string, write: (character: string) => string): string {
  return word.replace(misleading, write).replace(command, write);
}

const azureCommand = /#(?=#(?:\[|vso\[|teamcity\[))/g;

/** JSON that reads the same, and holds nothing that a CI system obeys where the file is printed. */
export function inertJson(json: string): string {
  return json.replace(azureCommand, "\\u0023");
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}
