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

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
const zero = /[\p{Mn}\p{Me}]/u;

/** How many columns of a terminal a visible text takes, as near as can be told without the terminal. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
}

function columnsOf(character: string): number {
  if (zero.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Shortens a line to a number of columns, and says so by `ending`. */
export function shortened(line: string, width: number, ending: string): string {
  if (columns(line) <= width) return line;
  return head(line, Math.max(0, width - columns(ending))).trimEnd() + ending;
}

function head(line: string, width: number): string {
  let taken = "";
  let room = width;
  for (const character of line) {
    room -= columnsOf(character);
    if (room < 0) break;
    taken += character;
  }
  return taken;
}

/** Pads a line to a number of columns. */
export function padded(line: string, width: number): string {
  return line + " ".repeat(Math.max(0, width - columns(line)));
}

/** Breaks a line into lines of at most `width` columns, at spaces where there are any. */
export function wrapped(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  for (let full = head(rest, Math.max(2, width)); full.length < rest.length; full = head(rest, Math.max(2, width))) {
    const space = full.trimEnd().lastIndexOf(" ");
    const cut = rest[full.length] === " " || space <= full.search(/\S/) ? full.length : space;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
