import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import pMap from "p-map";
import { openContent } from "./content.ts";
import { subjectDigest } from "./digest.ts";
import { entriesOf } from "./entries.ts";
import { changed } from "./problems.ts";
import { slowly } from "./slowly.ts";
import type { Entry, Reading } from "./types.ts";

/** A folder that contains a module, and the digest that it had. */
export interface HashedFolder {
  readonly folder: string;
  readonly digest: string;
  /** The root of the module's package; default: the nearest repository. */
  readonly package?: string;
}

/**
 * Copies the files that belong to a module into a folder that is empty or not there yet: links as the files they lead
 * to, and no empty folders. Gives where the module is in it. The copy has the digest, or there is none.
 *
 * @throws WrongInput `subject.changed`, and as {@link entriesOf}
 */
export async function copySubject(
  { folder, digest, package: root }: HashedFolder,
  into: string,
  reading: Reading = {},
): Promise<Required<HashedFolder>> {
  const { files, package: around } = await entriesOf(folder, { ...reading, package: reading.package ?? root });
  const copy = join(into, around?.folder ?? "");
  const folders = new Set([copy, ...files.map(({ name }) => dirname(join(copy, name)))]);
  await pMap(folders, (path) => mkdir(path, { recursive: true }));
  const count = slowly("Copying", folder, reading.progress);
  const copyEntry = async ({ name, path }: Entry) => {
    await copyFile(path, join(copy, name));
    count();
  };
  await pMap(files, copyEntry, { concurrency: 8 });
  if ((await subjectDigest(copy, { package: into })) !== digest) throw changed(folder);
  return { folder: copy, digest, package: into };
}

async function copyFile(path: string, to: string): Promise<void> {
  await using file = await openContent(path);
  const mode = ((await file.stat()).mode & 0o777) | 0o600;
  await pipeline(file.createReadStream({ autoClose: false }), createWriteStream(to, { flags: "wx", mode }));
}
