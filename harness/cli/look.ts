import type { ConsoleOptions } from "../render/index.ts";

/** How a summary looks on a stream: a terminal's width and colours, or plain text. */
export function look(stream: NodeJS.WriteStream): ConsoleOptions {
  return { colours: stream.isTTY === true && stream.hasColors(), width: stream.columns ?? 100 };
}
