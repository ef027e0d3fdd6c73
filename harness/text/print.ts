import { visible, visibleLine, visiblePainted } from "./visible.ts";

/** How lines are printed. */
export interface PrintOptions {
  /** Colours that the lines have may stay: whoever made them has made everyone else's words visible. Default: none may. */
  readonly colours?: boolean;
}

/**
 * A line as it may be printed: one line, whatever it holds, that neither a terminal nor a CI system obeys. Its indentation
 * stays.
 */
export function printable(line: string, { colours = false }: PrintOptions = {}): string {
  if (colours) return visiblePainted(line);
  const [indentation = ""] = /^ */.exec(line) ?? [];
  return visible(indentation + visibleLine(line));
}

/** Writes commands that GitHub obeys on purpose: whoever made them has escaped everyone else's words in them. */
export function printCommands(stream: Pick<NodeJS.WritableStream, "write">, commands: readonly string[]): void {
  if (commands.length > 0) stream.write(commands.map((command) => `${command}\n`).join(""));
}

/**
 * Writes lines to the standard output or error: but for {@link printCommands} the one way in which anything gets there. Nobody else's words become a
 * second line, or a line that a terminal or a CI system obeys.
 */
export function print(
  stream: Pick<NodeJS.WritableStream, "write">,
  lines: readonly string[],
  options?: PrintOptions,
): void {
  if (lines.length > 0) stream.write(lines.map((line) => `${printable(line, options)}\n`).join(""));
}
