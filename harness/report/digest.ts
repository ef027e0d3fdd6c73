import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import pMap from "p-map";
import { WrongInput } from "../errors/index.ts";
import { named, quoted } from "../text/index.ts";

const leftOut = /^(?:\.terraform|\.git|.*\.tfstate.*)$/s;

/**
 * The `h1:` hash of a module's folder: SHA-256 over its files' names and hashes, as Go's module system has it
 * (golang.org/x/mod/sumdb/dirhash, Hash1, with names relative to the folder and no prefix).
 * Leaves out what Terraform and git put there: `.terraform`, `.git` and `*.tfstate*`.
 * @throws WrongInput `subject.unreadable`, `subject.odd-name` (a line break in a file's name)
 */
export async function subjectDigest(folder: string): Promise<string> {
  return digestOf(await subjectFiles(folder));
}

/** A file of a module's folder. */
export interface SubjectFile {
  /** Relative to the folder, with slashes. */
  readonly name: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/**
 * The files that {@link subjectDigest} is made from, in its order.
 * @throws WrongInput as {@link subjectDigest}
 */
export async function subjectFiles(folder: string): Promise<readonly SubjectFile[]> {
  const names = (await namesIn(folder, "")).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return await pMap(names, async (name) => ({ name, sha256: await sha256(folder, name) }), { concurrency: 8 });
}

/** The {@link subjectDigest} of files that were read already. */
export function digestOf(files: readonly SubjectFile[]): string {
  const lines = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`);
  return `h1:${createHash("sha256").update(lines.join("")).digest("base64")}`;
}

async function namesIn(folder: string, prefix: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(join(folder, prefix), "the folder cannot be read", cause);
  });
  const names: string[] = [];
  for (const entry of entries.filter(({ name }) => !leftOut.test(name))) {
    const name = prefix + entry.name;
    if (entry.isDirectory()) names.push(...(await namesIn(folder, `${name}/`)));
    else names.push(checked(name));
  }
  return names;
}

function checked(name: string): string {
  if (!name.includes("\n")) return name;
  const problem = `The module has a file with a line break in its name: ${quoted(name)}.`;
  throw new WrongInput("subject.odd-name", problem, "Rename the file or take it out of the module's folder.", { name });
}

async function sha256(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  const hash = createHash("sha256");
  try {
    // Reading a FIFO would wait for ever.
    if (!(await stat(path)).isFile()) throw unreadable(path, "it is not a regular file");
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    throw cause instanceof WrongInput ? cause : unreadable(path, "it cannot be read", cause);
  }
  return hash.digest("hex");
}

function unreadable(path: string, why: string, cause?: unknown): WrongInput {
  const remedy = "Give the folder of a Terraform module whose files you may read.";
  return new WrongInput("subject.unreadable", `${named(path)} cannot be hashed: ${why}.`, remedy, { path }, cause);
}
