import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open, realpath, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { HarnessFault } from "../../errors/index.ts";
import { named } from "../../text/index.ts";

/** A folder that is written to later on: the one that its name led to when it was taken hold of, whatever becomes of the name. */
export interface HeldFolder extends AsyncDisposable {
  /** As it was named. */
  readonly name: string;
  /** Its absolute path, as it was named. */
  readonly address: string;
  /** Of the folder itself, or of the nearest one that it lies below and that is there. */
  readonly handle: FileHandle;
  /** The path of that folder. */
  readonly there: string;
  /** The folders that are missing below it, from the outermost. */
  readonly missing: readonly string[];
}

/** A folder that is there and can be written to. */
export interface EnteredFolder extends AsyncDisposable {
  /** Its path by its handle, which nothing can redirect, for whoever is this process. */
  readonly path: string;
  /** Throws {@link HarnessFault} (`out.replaced`) where its name leads elsewhere by now. */
  checkName(): Promise<void>;
  /** Removes what was made of it, unless someone else uses that by now. */
  unmake(): Promise<void>;
}

/** Takes hold of a folder that need not be there yet. Throws errors of the file system. */
export async function holdFolder(folder: string): Promise<HeldFolder> {
  const address = resolve(folder);
  const { there, missing } = await nearestFolder(address);
  const handle = await openFolder(there);
  return { name: folder, address, handle, there, missing, [Symbol.asyncDispose]: () => handle.close() };
}

/** The nearest folder that is there, of a path and those above it. */
export async function nearestFolder(folder: string): Promise<Pick<HeldFolder, "there" | "missing">> {
  const isThere = await stat(folder).then(
    () => true,
    async (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      // A link that leads nowhere is no place for a folder.
      if ((await lstat(folder).catch(() => undefined)) !== undefined) throw error;
      return false;
    },
  );
  if (isThere) return { there: folder, missing: [] };
  const { there, missing } = await nearestFolder(dirname(folder));
  return { there, missing: [...missing, basename(folder)] };
}

/**
 * Makes what is missing of a folder. No link is followed below what was held.
 * Throws errors of the file system, and {@link HarnessFault} (`out.replaced`) where something else took the folder's place.
 */
export async function enterFolder(held: HeldFolder): Promise<EnteredFolder> {
  await using opened = new AsyncDisposableStack();
  const made: string[] = [];
  let { handle, there } = held;
  const unmake = () => removeEmpty(made);
  try {
    for (const name of held.missing) {
      const below = join(await pathOf(handle, there), name);
      there = join(there, name);
      if (await makeFolder(below)) made.push(there);
      handle = opened.use(await openBelow(below, held.name));
    }
    const path = await pathOf(handle, there);
    const own = handle;
    const all = opened.move();
    const checkName = () => checkPlace(own, held);
    return { path, checkName, unmake, [Symbol.asyncDispose]: () => all.disposeAsync() };
  } catch (error) {
    await unmake();
    throw error;
  }
}

function openFolder(path: string, more = 0): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_DIRECTORY | more);
}

async function openBelow(path: string, name: string): Promise<FileHandle> {
  return await openFolder(path, constants.O_NOFOLLOW).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === "ELOOP" || cause.code === "ENOTDIR" ? replaced(name, cause) : cause;
  });
}

async function makeFolder(path: string): Promise<boolean> {
  return await mkdir(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      return false;
    },
  );
}

/** Other systems than Linux have no path that leads to an open folder. */
async function pathOf({ fd }: FileHandle, path: string): Promise<string> {
  return process.platform === "linux" ? `/proc/self/fd/${fd}` : await realpath(path);
}

async function checkPlace(handle: FileHandle, { name, address }: HeldFolder): Promise<void> {
  const [own, there] = [await handle.stat(), await stat(address).catch(() => undefined)];
  if (own.dev !== there?.dev || own.ino !== there.ino) throw replaced(name);
}

function replaced(name: string, cause?: unknown): HarnessFault {
  const problem = `Something replaced the folder ${named(name)} while the command ran.`;
  const remedy = "Check what is there now, and run again with an --out that nothing else writes to.";
  return new HarnessFault("out.replaced", problem, remedy, { folder: name }, cause);
}

async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    const isGone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
