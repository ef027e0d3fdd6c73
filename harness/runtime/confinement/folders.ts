import { constants } from "node:fs";
import { lchown, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Confinement } from "./types.ts";

/** Bytes of a file that the harness reads of a folder of Terraform's. */
const longest = 64 * 1024 * 1024;

/** Gives a folder with all that is in it to whom Terraform runs as. */
export async function handOver(confinement: Confinement, folder: string): Promise<void> {
  const owner = ownerIn(confinement);
  if (owner === undefined) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = [folder, ...entries.map(({ parentPath, name }) => join(parentPath, name))];
  // A link itself, not what it leads to.
  await Promise.all(paths.map((path) => lchown(path, owner, owner)));
}

/**
 * Writes a file of Terraform's into a folder in which code of a module may have run: a new file takes the place of
 * whatever is there, and no link is followed.
 */
export async function writeOver(confinement: Confinement, file: string, text: string): Promise<void> {
  const owner = ownerIn(confinement);
  const next = join(dirname(file), `.${crypto.randomUUID()}`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  {
    await using handle = await open(next, flags, 0o600);
    await handle.writeFile(text);
    if (owner !== undefined) await handle.chown(owner, owner);
  }
  await rename(next, file).catch(async () => {
    // A folder has its place.
    await rm(file, { recursive: true, force: true });
    await rename(next, file);
  });
}

/** Removes what such a folder has of a name, whatever it is. */
export async function removeOf(file: string): Promise<void> {
  await rm(file, { recursive: true, force: true });
}

/**
 * Reads a file of such a folder, which must be a file and no link.
 *
 * @throws Error the system's reason
 */
export async function readOf(file: string): Promise<string> {
  await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const { size } = await handle.stat();
  if (size > longest) throw new Error(`${file} has ${size} bytes`);
  return await handle.readFile("utf8");
}

function ownerIn(confinement: Confinement): number | undefined {
  return confinement.kind === "unsandboxed" ? undefined : confinement.owner;
}
