import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { HarnessError, WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";
import { type FileKind, fileKinds } from "./kinds.ts";

/** A file as it was read. */
export interface ReadFile {
  readonly bytes: Buffer;
  /** The permissions that it had then. */
  readonly mode: number;
}

/**
 * Reads a file that someone names, unless it is larger than its kind can be or no regular file: its size is looked at
 * before anything is read, so that neither 1 GiB nor `/dev/zero` costs more than a sentence.
 * @throws WrongInput `KIND.missing`, `KIND.unreadable`, `KIND.not-a-file`, `KIND.too-large`
 */
export async function readBounded(path: string, kind: FileKind): Promise<ReadFile> {
  const { limit } = fileKinds[kind];
  try {
    // Opening a FIFO would wait for a writer.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size, mode, ...found } = await file.stat().then((all) => ({ ...all, isFile: all.isFile() }));
    if (!found.isFile) throw refused(path, kind, "not-a-file", "is not a regular file");
    if (size > limit) throw refused(path, kind, "too-large", `has ${size} bytes, more than ${limit}`);
    return { bytes: await file.readFile(), mode };
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    if (code === "ENOENT" || code === "ENOTDIR") throw refused(path, kind, "missing", "is not there", cause);
    throw refused(path, kind, "unreadable", `cannot be read (${code})`, cause);
  }
}

function refused(path: string, kind: FileKind, code: string, problem: string, cause?: unknown): WrongInput {
  const { article, noun } = fileKinds[kind];
  const remedy = `Give a file that is ${article} ${noun} and may be read.`;
  return new WrongInput(`${kind}.${code}`, `The ${noun} ${named(path)} ${problem}.`, remedy, { path }, cause);
}
