import { randomUUID } from "node:crypto";
import { chmod, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { checkProgram } from "../pins/index.ts";
import { isLeftover, keepContent, temporary } from "./contents.ts";
import { type Entry, folderOf, inspect, pathOf, recordPath, type Using } from "./entry.ts";
import { stateFolder } from "./folder.ts";
import { hold } from "./hold.ts";
import { remember } from "./known.ts";
import { layAlias, removeForeign } from "./layout.ts";
import { holdLock, isLocked } from "./lock.ts";
import { list, ownFolder, removeFolder } from "./own-folder.ts";
import { sha256OfFile } from "./plain-file.ts";
import type { CacheRecord, Fetched } from "./record.ts";
import { keyOf, pinnedDigest } from "./vouch.ts";

/** How an entry is filled. */
export interface Filling extends Using {
  /** Told why the state folder does not take a record: the next run will not know what was fetched. */
  readonly onUnwritten?: (code: string) => void;
}

/**
 * Fills an entry: `make` writes an executable into a folder of its own and says how; only when that has ended does the
 * file take its place, and what does not belong there is removed. Holds the entry's lock meanwhile, so a second run
 * waits and finds the entry filled.
 */
export async function fill(
  entry: Entry,
  make: (target: string) => Promise<Fetched>,
  options: Filling,
): Promise<CacheRecord> {
  const { claim = () => ({ [Symbol.dispose]() {} }) } = options;
  await mkdir(entry.folder, { recursive: true });
  await hold(entry.folder, keyOf(entry), claim);
  await using _lock = await holdLock(entry.folder, keyOf(entry), options);
  using _claimedLock = claim(`${folderOf(entry)}.lock`);
  const already = await inspect(entry, options);
  if (already.state === "fits") return already.record;
  await sweep(entry);
  const workplace = join(temporary(entry.folder), `${keyOf(entry)}.${randomUUID()}`);
  using _claimedWorkplace = claim(workplace);
  try {
    await ownFolder(entry.folder, "tmp", basename(workplace));
    const record = await made(entry, workplace, make, options);
    await put(entry, workplace, record);
    return record;
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

/** Nothing takes its place in the cache before it is known what it is. */
async function made(
  entry: Entry,
  workplace: string,
  make: (target: string) => Promise<Fetched>,
  options: Filling,
): Promise<CacheRecord> {
  const { name, version, file } = entry;
  const target = join(workplace, "content");
  const origin = await make(target);
  await chmod(target, 0o755);
  const { size } = await stat(target);
  const record: CacheRecord = { name, version, file, sha256: await sha256OfFile(target), size, origin };
  await writeDown(record, options);
  await writeFile(join(workplace, "record"), `${JSON.stringify(record, undefined, 2)}\n`);
  return record;
}

/** What the lock file pins needs no record of our own. */
async function writeDown(record: CacheRecord, options: Filling): Promise<void> {
  const pinned = await pinnedDigest(record, options);
  if (pinned === record.sha256) return;
  if (record.origin !== "source") checkProgram({ name: keyOf(record), digest: record.sha256 }, pinned, options);
  const code = await remember(stateFolder(options), keyOf(record), record);
  if (code !== undefined) options.onUnwritten?.(code);
}

/** The file goes before its record: between the two the old record does not match, which is the same as damaged. */
async function put(entry: Entry, workplace: string, record: CacheRecord): Promise<void> {
  const target = join(workplace, "content");
  await removeForeign(folderOf(entry), entry);
  await mkdir(dirname(pathOf(entry)), { recursive: true });
  await keepContent({ folder: entry.folder, key: keyOf(entry) }, target, record.sha256);
  await rename(target, pathOf(entry));
  await layAlias(folderOf(entry), entry);
  await removeFolder(recordPath(entry));
  await rename(join(workplace, "record"), recordPath(entry));
}

/** Removes what killed runs left: temporary folders of this entry, whose lock is ours, and of those that nobody holds. */
async function sweep(entry: Entry): Promise<void> {
  for (const { name } of await list(temporary(entry.folder))) {
    if (!isLeftover(name)) continue;
    const key = name.slice(0, name.lastIndexOf("."));
    const isDead = key === keyOf(entry) || !(await isLocked(entry.folder, key));
    if (isDead) await rm(join(temporary(entry.folder), name), { recursive: true, force: true });
  }
}
