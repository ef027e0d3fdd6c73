import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { visibleLine } from "../../text/index.ts";
import { contentPath, contents, isLeftover, temporary } from "./contents.ts";
import { isHeld } from "./hold.ts";
import { forget } from "./known.ts";
import { isLocked, tryLock } from "./lock.ts";
import { filesBelow, list } from "./own-folder.ts";
import { type CacheRecord, readRecord } from "./record.ts";

/** What was removed of a cache, and what is left. */
export interface Cleaning {
  /** Names and versions of the entries. */
  readonly removed: readonly string[];
  /** Entries that were to go but that a run uses. */
  readonly inUse: readonly string[];
  /** Bytes. */
  readonly freed: number;
  readonly left: number;
}

interface Kept {
  readonly key: string;
  readonly record: CacheRecord;
  readonly lastUsed: number;
}

const keyed = /-(?:linux|darwin)_(?:amd64|arm64)$/;

/**
 * Removes the entries that were used least recently until the cache has at most `limit` bytes, and what nobody refers
 * to. What a running process uses or fetches stays. The state folder no longer vouches for what is gone.
 */
export async function cleanCache(folder: string, state: string, limit: number): Promise<Cleaning> {
  const before = await sizeOf(folder);
  await sweep(folder);
  const [removed, inUse]: [string[], string[]] = [[], []];
  const oldestFirst = (await entries(folder)).sort((a, b) => a.lastUsed - b.lastUsed);
  for (const { key, record } of oldestFirst) {
    if ((await sizeOf(folder)) <= limit) break;
    const isGone = await removeUnused(folder, key);
    (isGone ? removed : inUse).push(inWords(record));
    if (isGone) await forget(state, key, record.sha256);
    await removeUnreferred(folder);
  }
  const left = await sizeOf(folder);
  return { removed, inUse, freed: before - left, left };
}

/** What is left of entries and downloads that nobody works on. */
async function sweep(folder: string): Promise<void> {
  const recorded = new Set((await entries(folder)).map(({ key }) => key));
  for (const key of (await names(folder)).filter((name) => keyed.test(name) && !recorded.has(name))) {
    await removeUnused(folder, key);
  }
  for (const { name } of (await list(temporary(folder))).filter((one) => isLeftover(one.name))) {
    const key = name.slice(0, name.lastIndexOf("."));
    if (!(await isLocked(folder, key))) await rm(join(temporary(folder), name), { recursive: true, force: true });
  }
  await removeUnreferred(folder);
}

/** The record goes first: what is without one counts for nothing. */
async function removeUnused(folder: string, key: string): Promise<boolean> {
  await using lock = await tryLock(folder, key);
  if (lock === undefined || (await isHeld(folder, key))) return false;
  await rm(join(folder, `${key}.json`), { force: true });
  await rm(join(folder, key), { recursive: true, force: true });
  return true;
}

/** Whoever is just making an entry of such a content has a name of its own for it. */
async function removeUnreferred(folder: string): Promise<void> {
  const referred = new Set((await entries(folder)).map(({ record }) => record.sha256));
  for (const sha256 of await contents(folder)) {
    if (!referred.has(sha256)) await rm(contentPath(folder, sha256), { force: true });
  }
}

async function entries(folder: string): Promise<Kept[]> {
  const keys = (await names(folder)).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
  const found = await Promise.all(keys.filter((key) => keyed.test(key)).map((key) => entry(folder, key)));
  return found.filter((one) => one !== undefined);
}

async function entry(folder: string, key: string): Promise<Kept | undefined> {
  const path = join(folder, `${key}.json`);
  const record = await readRecord(path);
  const found = await lstat(path).catch(() => undefined);
  return record === undefined || found === undefined ? undefined : { key, record, lastUsed: found.mtimeMs };
}

/** Bytes of all files of the cache, each counted once however many names it has. */
async function sizeOf(folder: string): Promise<number> {
  const sizes = new Map<string, number>();
  const ours = (await names(folder)).filter((name) => keyed.test(name) || ["sha256", "tmp"].includes(name));
  for (const name of ours) {
    for (const path of await filesBelow(join(folder, name))) {
      const found = await lstat(join(folder, name, path)).catch(() => undefined);
      if (found?.isFile()) sizes.set(`${found.dev} ${found.ino}`, found.size);
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** A record may have been written by anybody. */
function inWords({ name, version }: CacheRecord): string {
  return visibleLine(`${name} ${version}`);
}
