import type { ConsoleOptions } from "../render/index.ts";

/** How a summary looks on a stream: a terminal's width and colours, or plain text with whole titles. */
export function look(stream: NodeJS.WriteStream): ConsoleOptions {
  const isTerminal = stream.isTTY === true;
  return { colours: isTerminal && stream.hasColors(), width: stream.columns ?? 100, cutsTitles: isTerminal };
}
