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
