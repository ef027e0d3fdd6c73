import { randomUUID } from "node:crypto";
import { constants, copyFile, link, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { filesBelow, ownFolder, removeFolder } from "./own-folder.ts";
import { measure } from "./plain-file.ts";

/** An entry of a cache, which what is made for it is named after. */
export interface Place {
  readonly folder: string;
  readonly key: string;
}

/** Where the cache has its contents, each under its own SHA-256; what entries have are hard links to them. */
export function contentPath(folder: string, sha256: string): string {
  return join(folder, "sha256", sha256.slice(0, 2), sha256);
}

/** Whether a file has the content that is expected of it, and can be started. */
export async function hasContent(path: string, sha256: string): Promise<boolean> {
  const found = await measure(path);
  return found?.sha256 === sha256 && found.isExecutable;
}

/**
 * Keeps a file of known content under its digest. Where an intact one is kept already, the file becomes a second name
 * of it, so that what two entries share is there once.
 */
export async function keepContent(place: Place, path: string, sha256: string): Promise<void> {
  const content = contentPath(place.folder, sha256);
  const [from, to] = (await hasContent(content, sha256)) ? [content, path] : [path, content];
  await alias(from, to, place);
}

/** Gives a file a second name, in place of what has that name now. */
export async function alias(from: string, to: string, { folder, key }: Place): Promise<void> {
  const made = join(await ownFolder(folder, "tmp"), `${key}.${randomUUID()}`);
  await ownFolder(folder, ...relative(folder, dirname(to)).split(sep));
  try {
    // Some file systems have no hard links: a copy has the same content at least.
    await link(from, made).catch(() => copyFile(from, made, constants.COPYFILE_FICLONE));
    await removeFolder(to);
    await rename(made, to);
  } finally {
    // Renaming does nothing where both names are of one file already.
    await rm(made, { force: true });
  }
}

/** The digests of everything that is kept. */
export async function contents(folder: string): Promise<string[]> {
  const found = await filesBelow(join(folder, "sha256"));
  return found.map((path) => basename(path)).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

/** Where files are made before they take their place. */
export function temporary(folder: string): string {
  return join(folder, "tmp");
}

/** Whether a file or folder among those was made by this tool: it is named after an entry, which has the platform at its end. */
export function isLeftover(name: string): boolean {
  return /-(?:linux|darwin)_(?:amd64|arm64)\.[0-9a-f-]{36}$/.test(name);
}
