import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { HarnessError, WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";

/** The most bytes that a file of each kind may have: far more than any that is right. */
const limitsOf = { key: 65_536, policy: 1_048_576, attestation: 16_777_216, report: 268_435_456 } as const;

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
export async function readBounded(path: string, kind: keyof typeof limitsOf): Promise<ReadFile> {
  try {
    // Opening a FIFO would wait for a writer.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size, mode, ...found } = await file.stat().then((all) => ({ ...all, isFile: all.isFile() }));
    if (!found.isFile) throw refused(path, kind, "not-a-file", "is not a regular file");
    if (size > limitsOf[kind]) throw refused(path, kind, "too-large", `has ${size} bytes, more than ${limitsOf[kind]}`);
    return { bytes: await file.readFile(), mode };
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    if (code === "ENOENT" || code === "ENOTDIR") throw refused(path, kind, "missing", "is not there", cause);
    throw refused(path, kind, "unreadable", `cannot be read (${code})`, cause);
  }
}

function refused(path: string, kind: string, code: string, problem: string, cause?: unknown): WrongInput {
  const remedy = `Give a file that is ${kind === "attestation" ? "an" : "a"} ${kind} and may be read.`;
  return new WrongInput(`${kind}.${code}`, `The ${kind} ${named(path)} ${problem}.`, remedy, { path }, cause);
}
