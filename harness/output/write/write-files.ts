import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, rename, rm, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CannotRunHere, HarnessError, WrongInput } from "../../errors/index.ts";
import { named } from "../../text/index.ts";
import { type EnteredFolder, enterFolder, type HeldFolder, holdFolder, nearestFolder } from "./held-folder.ts";

/** A text, or its pieces one after the other. */
export type Content = string | Iterable<string>;

/** The contents of files, by their names. */
export type Contents = Readonly<Record<string, Content>>;

/** A file that was written, by what was written into it: nothing of it was read again. */
export interface WrittenFile {
  readonly name: string;
  readonly path: string;
  /** In hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** What a folder in its place was renamed to. */
  readonly moved?: string;
}

/** How files are written. */
export interface Writing {
  /** Told of each temporary file before it is made, for whoever cleans up where this process cannot. */
  readonly claim?: (path: string) => Disposable;
  /** Files to be written beside the others, which say something about them. */
  readonly seal?: (files: readonly WrittenFile[]) => Contents;
}

/**
 * Writes files, given by their names, into a folder, which is made where it is missing.
 * All are written whole beside their names first and then renamed: earlier ones stay until the new ones are complete, a link
 * in a file's place is replaced and never followed, and a failure leaves nothing behind. A folder in a file's place is moved
 * aside in a folder that was held, and refused in one that is just named.
 * @throws WrongInput `out.unwritable`
 * @throws CannotRunHere `out.no-space`
 * @throws HarnessFault `out.replaced` (a held folder whose name leads elsewhere by now)
 */
export async function writeFiles(
  contents: Contents,
  folder: string | HeldFolder,
  { claim = unclaimed, seal = () => ({}) }: Writing = {},
): Promise<readonly WrittenFile[]> {
  const name = typeof folder === "string" ? folder : folder.name;
  try {
    await using opened = new AsyncDisposableStack();
    const held = typeof folder === "string" ? opened.use(await holdFolder(folder)) : folder;
    const place = opened.use(await enterFolder(held));
    return await writeInto(place, { name, contents, claim, seal, movesAside: held === folder });
  } catch (error) {
    throw error instanceof HarnessError ? error : describe(error, name);
  }
}

interface Order extends Required<Writing> {
  readonly name: string;
  readonly contents: Contents;
  readonly movesAside: boolean;
}

async function writeInto(place: EnteredFolder, { name, contents, claim, seal, movesAside }: Order) {
  using claimed = new DisposableStack();
  const files: PlannedFile[] = [];
  const write = async (some: Contents): Promise<readonly WrittenFile[]> => {
    const planned = Object.entries(some).map(([file, content]) => plannedFile(file, content));
    for (const { temporary } of planned) claimed.use(claim(join(resolve(name), temporary)));
    files.push(...planned);
    const written: WrittenFile[] = [];
    for (const file of planned) written.push({ ...(await writeWhole(place, file)), path: join(name, file.name) });
    return written;
  };
  try {
    await place.checkName();
    const own = await write(contents);
    const written = [...own, ...(await write(seal(own)))];
    if (!movesAside) for (const file of files) await refuseFolder(join(place.path, file.name));
    const placed: WrittenFile[] = [];
    for (const [at, file] of files.entries()) {
      const moved = movesAside ? await movedAside(place, file) : {};
      await rename(join(place.path, file.temporary), join(place.path, file.name));
      placed.push(...written.slice(at, at + 1).map((one) => ({ ...one, ...moved })));
    }
    await place.checkName();
    return placed;
  } catch (error) {
    await discard(files.map(({ temporary }) => join(place.path, temporary)));
    await place.unmake();
    throw error;
  }
}

function unclaimed(): Disposable {
  return { [Symbol.dispose]() {} };
}

/**
 * Finds out whether files of these names could be written into a folder, by writing into it, or into the one that it would be
 * made in; leaves nothing behind, even where the process is killed.
 * @throws WrongInput `out.unwritable`
 * @throws CannotRunHere `out.no-space`
 */
export async function checkFolder(folder: string, names: readonly string[]): Promise<void> {
  try {
    const { there } = await nearestFolder(resolve(folder));
    await using file = await openUnnamed(there);
    await file.writeFile("probe");
    await file.sync();
    for (const name of names) await refuseFolder(join(folder, name));
  } catch (error) {
    throw describe(error, folder);
  }
}

/** O_TMPFILE of open(2) without O_DIRECTORY, which Node.js does not name. */
const withoutName = 0o20000000;

/** Opens a file without a name, which the kernel removes with the process. Elsewhere it removes the name at once. */
async function openUnnamed(folder: string): Promise<FileHandle> {
  try {
    return await open(folder, withoutName | constants.O_DIRECTORY | constants.O_RDWR, 0o600);
  } catch (error) {
    if (process.platform === "linux" && !["EOPNOTSUPP", "EISDIR"].includes(codeOf(error))) throw error;
    const path = join(folder, plannedFile("probe", "").temporary);
    const file = await open(path, "wx");
    await unlink(path);
    return file;
  }
}

interface PlannedFile {
  readonly name: string;
  readonly content: Content;
  readonly temporary: string;
}

function plannedFile(name: string, content: Content): PlannedFile {
  return { name, content, temporary: `.${name}.${randomUUID()}.tmp` };
}

async function writeWhole(
  { path }: Pick<EnteredFolder, "path">,
  { name, temporary, content }: PlannedFile,
): Promise<Pick<WrittenFile, "name" | "sha256" | "size">> {
  const hash = createHash("sha256");
  let size = 0;
  function* pieces(): Generator<string> {
    for (const piece of typeof content === "string" ? [content] : content) {
      hash.update(piece);
      size += Buffer.byteLength(piece);
      yield piece;
    }
  }
  await using file = await open(join(path, temporary), "wx");
  await file.writeFile(pieces());
  // Some file systems tell only now that there is no room.
  await file.sync();
  return { name, sha256: hash.digest("hex"), size };
}

/** A folder in a file's place would make the second rename fail after the first was done. */
async function refuseFolder(path: string): Promise<void> {
  if (await isFolder(path)) throw Object.assign(new Error(`${path} is a folder`), { code: "EISDIR" });
}

/** It was not there when the folder was held, and what it has is not thrown away. */
async function movedAside({ path }: EnteredFolder, { name }: PlannedFile): Promise<Pick<WrittenFile, "moved">> {
  if (!(await isFolder(join(path, name)))) return {};
  const moved = `${name}.${randomUUID()}.moved`;
  await rename(join(path, name), join(path, moved));
  return { moved };
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** Errors in clean-up would hide the one that matters. */
async function discard(paths: readonly string[]): Promise<void> {
  await Promise.allSettled(paths.map((path) => rm(path, { force: true })));
}

function describe(cause: unknown, folder: string): HarnessError {
  const code = codeOf(cause);
  const facts = { folder, code };
  if (code === "ENOSPC" || code === "EDQUOT") {
    const problem = `There is no space left in ${named(folder)}.`;
    return new CannotRunHere("out.no-space", problem, "Make room, or choose another folder with --out.", facts, cause);
  }
  const problem = `The folder ${named(folder)} cannot be written to (${code}).`;
  return new WrongInput("out.unwritable", problem, "Choose a folder that you can write to with --out.", facts, cause);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
