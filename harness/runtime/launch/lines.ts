import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** The complete lines of a stream so far, and a way to wait for more. */
export interface Lines {
  readonly lines: string[];
}

/** Collects a stream by line; `changed` is called after each piece that ended a line. */
export function collectLines(stream: Readable, changed: () => void): Lines {
  const lines: string[] = [];
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("data", (chunk: Buffer) => {
    const pieces = (rest + decoder.write(chunk)).split("\n");
    rest = pieces.pop() ?? "";
    lines.push(...pieces);
    if (pieces.length > 0) changed();
  });
  return { lines };
}

/** A bell that many can wait for: `ring` resolves every promise that `next` gave since the last ring. */
export interface Bell {
  ring(): void;
  next(): Promise<void>;
}

export function createBell(): Bell {
  let waiting = Promise.withResolvers<void>();
  return {
    ring() {
      waiting.resolve();
      waiting = Promise.withResolvers<void>();
    },
    next: () => waiting.promise,
  };
}
