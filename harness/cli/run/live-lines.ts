import { stripVTControlCharacters } from "node:util";

/** Lines at the bottom of a terminal that change, below others that stay. */
export interface LiveLines {
  /** Replaces the changing lines. */
  draw(lines: readonly string[]): void;
  /** Adds a line that stays, above them. */
  print(line: string, lines: readonly string[]): void;
}

const clearBelow = "\u001b[J";

/** Changing lines are plain text; each is cut to the terminal's width, as it is at that moment. */
export function createLiveLines(stream: NodeJS.WriteStream): LiveLines {
  let drawn: readonly string[] = [];
  const columns = () => Math.max(10, stream.columns || 80);
  // A terminal that became narrower has broken the lines that were drawn into more rows.
  const rows = () => drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns())), 0);
  const erase = () => (drawn.length === 0 ? "" : `\u001b[${rows()}A\r${clearBelow}`);
  const fitting = (lines: readonly string[]) =>
    lines
      .slice(0, Math.max(1, (stream.rows || 24) - 1))
      .map((line) => shortened(stripVTControlCharacters(line).replaceAll("\n", " "), columns() - 1));
  const write = (above: string, lines: readonly string[]) => {
    const next = fitting(lines);
    const text = erase() + above + next.map((line) => `${line}\n`).join("");
    drawn = next;
    if (text !== "") stream.write(text);
  };
  return {
    draw: (lines) => write("", lines),
    print: (line, lines) => write(`${line}\n`, lines),
  };
}

/** The end says how long it has taken: the middle goes. */
function shortened(line: string, width: number): string {
  if (line.length <= width) return line;
  const tail = line.slice(-Math.min(12, Math.floor(width / 3)));
  return `${line.slice(0, width - tail.length - 1)}…${tail}`;
}
