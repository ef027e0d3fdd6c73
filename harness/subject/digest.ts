import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import pMap from "p-map";
import { openContent } from "./content.ts";
import { entriesOf } from "./entries.ts";
import { slowly } from "./slowly.ts";
import type { Entry, Package, Reading } from "./types.ts";

/** A file of a module. */
export interface SubjectFile {
  /** Relative to the module's folder, with slashes: `../common/run.sh` is one of its package. */
  readonly name: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The files of a module, and what was left out of it. */
export interface SubjectFiles {
  readonly files: readonly SubjectFile[];
  /** Names of states and `.terraform`. */
  readonly ignored: readonly string[];
  /** Where the module reads files outside of its folder. */
  readonly package?: Package;
}

/**
 * Hashes the files that belong to a module; see {@link entriesOf}.
 *
 * @throws WrongInput as {@link entriesOf}
 */
export async function readSubjectFiles(folder: string, reading: Reading = {}): Promise<SubjectFiles> {
  const { files, ...rest } = await entriesOf(folder, reading);
  const count = slowly("Hashing", rest.package?.root ?? folder, reading.progress);
  const hash = async ({ name, path }: Entry) => {
    const file = { name, sha256: await sha256(path) };
    count();
    return file;
  };
  return { ...rest, files: await pMap(files, hash, { concurrency: 8 }) };
}

/**
 * {@link readSubjectFiles} of a module that contains no state.
 *
 * @throws WrongInput as {@link entriesOf}
 */
export async function subjectFiles(folder: string, reading: Reading = {}): Promise<readonly SubjectFile[]> {
  return (await readSubjectFiles(folder, reading)).files;
}

/**
 * The `h1:` hash of a module's files: SHA-256 over their names and hashes, as Go's module system has it
 * (golang.org/x/mod/sumdb/dirhash, Hash1, with names relative to the folder and no prefix).
 */
export function digestOf(files: readonly SubjectFile[]): string {
  const lines = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`);
  return `h1:${createHash("sha256").update(lines.join("")).digest("base64")}`;
}

/**
 * The {@link digestOf} a folder.
 *
 * @throws WrongInput as {@link entriesOf}
 */
export async function subjectDigest(folder: string, reading: Reading = {}): Promise<string> {
  return digestOf(await subjectFiles(folder, reading));
}

async function sha256(path: string): Promise<string> {
  await using file = await openContent(path);
  const hash = createHash("sha256");
  await pipeline(file.createReadStream({ autoClose: false }), hash);
  return hash.digest("hex");
}
