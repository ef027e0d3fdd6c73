import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

/** The body of an answer, of which parts can be read. */
export interface Content {
  readonly size: number;
  /** Bytes from `start` up to, but without, `end`. */
  read(start: number, end: number): Readable;
}

export function contentOf(body: string | Buffer): Content {
  const buffer = Buffer.from(body);
  return { size: buffer.length, read: (start, end) => Readable.from([buffer.subarray(start, end)]) };
}

export function contentOfFile(path: string, size: number): Content {
  return {
    size,
    read: (start, end) => (end > start ? createReadStream(path, { start, end: end - 1 }) : Readable.from([])),
  };
}

/** The same content with the bytes of its third quarter inverted: where an archive keeps its program. */
export function damaged(content: Content): Content {
  const { size } = content;
  const from = Math.floor(size / 2);
  const to = Math.floor((size * 3) / 4);
  return {
    size,
    read: (start, end) => Readable.from(invert(content.read(start, end), from - start, to - start)),
  };
}

async function* invert(source: Readable, from: number, to: number): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk);
    for (let at = Math.max(0, from - offset); at < Math.min(bytes.length, to - offset); at++) {
      bytes[at] = ~(bytes[at] ?? 0);
    }
    offset += bytes.length;
    yield bytes;
  }
}
