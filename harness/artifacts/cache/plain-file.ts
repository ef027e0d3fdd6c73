import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** What is known of a file by having read it. */
export interface Measured {
  readonly sha256: string;
  readonly isExecutable: boolean;
}

/** Twice the largest program that is unpacked. */
const largestProgram = 2 * 1024 ** 3;

/** More than any record has. */
const largestRecord = 16 * 1024;

const megabyte = 1024 * 1024;

/** Lower-case hex SHA-256 of a file; 180 MiB take about 0.2 s. */
export async function sha256OfFile(path: string): Promise<string> {
  await using file = await open(path);
  return await sha256Of(file);
}

/** Digest of a regular file; `undefined` for a link, a FIFO, a folder, what is too large and what is not there. */
export function measure(path: string): Promise<Measured | undefined> {
  return withPlainFile(path, largestProgram, async (file, { mode }) => ({
    sha256: await sha256Of(file),
    isExecutable: (mode & 0o100) !== 0,
  }));
}

/** Text of a small regular file; `undefined` for everything else. */
export function readRecordText(path: string): Promise<string | undefined> {
  return withPlainFile(path, largestRecord, (file) => file.readFile("utf8"));
}

async function withPlainFile<T>(
  path: string,
  limit: number,
  read: (file: FileHandle, found: { readonly size: number; readonly mode: number }) => Promise<T>,
): Promise<T | undefined> {
  try {
    // Opening a FIFO would wait for a writer.
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = await file.stat();
    return found.isFile() && found.size <= limit ? await read(file, found) : undefined;
  } catch {
    return undefined;
  }
}

/** One buffer serves the whole file. */
async function sha256Of(file: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(megabyte);
  for (;;) {
    const { bytesRead } = await file.read(buffer);
    if (bytesRead === 0) return hash.digest("hex");
    hash.update(buffer.subarray(0, bytesRead));
  }
}
