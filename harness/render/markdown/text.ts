import { visible, visibleLine } from "../../text/index.ts";

/** What means something to Markdown within a line, or could; a hyphen or a dot only where it is not within a word,
 * or makes an address of it. */
const meaningful = /[^\p{L}\p{N}\p{M} ,;(/'"?.-]|(?<![\p{L}\p{N}])[.-]|[.-](?![\p{L}\p{N}])|(?<=www)\./giu;
/**
 * What GitHub and GitLab look for in text that is no code once Markdown is done: people, issues, labels, formulas, addresses
 * and emoji.
 */
const reference = /&#(?:33|35|36|37|38|58|64|94|126);|\/(?=\/)|www(?=&#46;)|GH(?=-)/gi;
const shownInLine = 300;

/** Someone else's words in a line of text; what is longer than a line is shortened. */
export function prose(text: string): string {
  return encoded(shortLine(text)).replace(reference, "$&<!-- -->");
}

/** Someone else's words in a line, to be read character by character; also in a table, where Markdown's own code spans end at a `|`. */
export function code(text: string): string {
  return `<code>${encoded(shortLine(text))}</code>`;
}

function encoded(line: string): string {
  return line.replace(meaningful, (character) => (character.length > 1 ? character : `&#${character.charCodeAt(0)};`));
}

function shortLine(text: string): string {
  return shortened(visibleLine(text), shownInLine).text;
}

/** Lines as they are, below each other, up to `most` UTF-16 units. They are indented: robots obey what stands at the margin, also in code. */
export function codeBlock(lines: readonly string[], most: number): string {
  const { text, more } = shortened(visible(lines.join("\n")).replace(/^/gm, "  "), most);
  const runs = text.match(/`+/g) ?? [];
  // A block ends at a fence that is as long as the one it starts with.
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const rest = more === 0 ? [] : ["", `(${more} more characters are in report.json)`];
  return [fence, text, fence, ...rest].join("\n");
}

/** Does not cut a character in two. */
function shortened(text: string, most: number): { readonly text: string; readonly more: number } {
  if (text.length <= most) return { text, more: 0 };
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  return { text: `${kept}…`, more: text.length - kept.length };
}
