import type { Dirent } from "node:fs";
import { lstat, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Makes folders below the cache, each within the one before; what stands there as a link or a file is removed, so that nothing is written elsewhere. */
export async function ownFolder(folder: string, ...names: readonly string[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  let path = folder;
  for (const name of names) {
    path = join(path, name);
    const isFolder = await lstat(path).then(
      (found) => found.isDirectory(),
      () => undefined,
    );
    if (isFolder === false) await rm(path, { force: true });
    if (isFolder !== true) await mkdir(path, { recursive: true });
  }
  return path;
}

/** A file takes the place of everything but a folder, which this removes. */
export async function removeFolder(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory()) await rm(path, { recursive: true, force: true });
}

/** Paths of all regular files below a folder, relative to it; no link is followed. */
export async function filesBelow(folder: string, above = ""): Promise<string[]> {
  const found: string[] = [];
  for (const one of await list(join(folder, above))) {
    const path = join(above, one.name);
    if (one.isFile()) found.push(path);
    if (one.isDirectory()) found.push(...(await filesBelow(folder, path)));
  }
  return found;
}

/** What is in a folder that is no link; nothing of one that is, or that is not there. */
export async function list(folder: string): Promise<Dirent[]> {
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() ? await readdir(folder, { withFileTypes: true }).catch(() => []) : [];
}
