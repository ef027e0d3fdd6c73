import cliTruncate from "cli-truncate";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** How many columns of a terminal a visible text takes, as near as can be told without the terminal. */
export const columns: (text: string) => number = stringWidth;

/** Shortens a line to a number of columns, and says so by `ending`. */
export function shortened(line: string, width: number, ending: string): string {
  return cliTruncate(line, Math.max(columns(ending), width), { truncationCharacter: ending });
}

/** Pads a line to a number of columns. */
export function padded(line: string, width: number): string {
  return line + " ".repeat(Math.max(0, width - columns(line)));
}

/** Breaks a line into lines of at most `width` columns, at spaces where there are any. */
export function wrapped(line: string, width: number): readonly string[] {
  const [first = "", ...others] = wrapAnsi(line, Math.max(2, width), { hard: true, trim: false }).split("\n");
  return [first.trimEnd(), ...others.map((one) => one.trim())];
}
