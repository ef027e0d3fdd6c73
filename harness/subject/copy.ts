import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import pMap from "p-map";
import { openContent } from "./content.ts";
import { subjectDigest } from "./digest.ts";
import { entriesOf, type Reading } from "./entries.ts";
import { changed } from "./problems.ts";

/** A folder that contains a module, and the digest that it had. */
export interface HashedFolder {
  readonly folder: string;
  readonly digest: string;
}

/**
 * Copies the files that belong to a module into a folder that is empty or not there yet: links as the files they lead
 * to, and no empty folders. The copy has the digest, or there is none.
 *
 * @throws WrongInput `subject.changed`, and as {@link entriesOf}
 */
export async function copySubject(
  { folder, digest }: HashedFolder,
  into: string,
  reading: Reading = {},
): Promise<void> {
  const { files } = await entriesOf(folder, reading);
  const folders = new Set(["", ...files.map(({ name }) => dirname(name))]);
  await pMap(folders, (name) => mkdir(join(into, name), { recursive: true }));
  await pMap(files, ({ name, path }) => copyFile(path, join(into, name)), { concurrency: 8 });
  if ((await subjectDigest(into)) !== digest) throw changed(folder);
}

async function copyFile(path: string, to: string): Promise<void> {
  await using file = await openContent(path);
  const mode = ((await file.stat()).mode & 0o777) | 0o600;
  await pipeline(file.createReadStream({ autoClose: false }), createWriteStream(to, { flags: "wx", mode }));
}
