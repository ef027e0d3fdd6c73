import { stripVTControlCharacters } from "node:util";
import cliTruncate from "cli-truncate";
import stringWidth from "string-width";

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
  const rows = () => drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns())), 0);
  const erase = () => (drawn.length === 0 ? "" : `\u001b[${rows()}A\r${clearBelow}`);
  const fitting = (lines: readonly string[]) =>
    lines
      .slice(0, Math.max(1, (stream.rows || 24) - 1))
      .map((line) =>
        cliTruncate(stripVTControlCharacters(line).replaceAll("\n", " "), columns() - 1, { position: "middle" }),
      );
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
