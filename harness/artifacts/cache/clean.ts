import { lstat, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { contentPath, contents, temporary } from "./contents.ts";
import { type CacheRecord, recordSchema } from "./entry.ts";
import { isHeld } from "./hold.ts";
import { isLocked, tryLock } from "./lock.ts";

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
 * to. What a running process uses or fetches stays.
 */
export async function cleanCache(folder: string, limit: number): Promise<Cleaning> {
  const before = await sizeOf(folder);
  await sweep(folder);
  const [removed, inUse]: [string[], string[]] = [[], []];
  const oldestFirst = (await entries(folder)).sort((a, b) => a.lastUsed - b.lastUsed);
  for (const { key, record } of oldestFirst) {
    if ((await sizeOf(folder)) <= limit) break;
    const isGone = await removeUnused(folder, key);
    (isGone ? removed : inUse).push(`${record.name} ${record.version}`);
    await removeUnreferred(folder);
  }
  const left = await sizeOf(folder);
  return { removed, inUse, freed: before - left, left };
}

/** What is left of entries and downloads that nobody works on. */
async function sweep(folder: string): Promise<void> {
  const recorded = new Set((await entries(folder)).map(({ key }) => key));
  for (const key of (await list(folder)).filter((name) => keyed.test(name) && !recorded.has(name))) {
    await removeUnused(folder, key);
  }
  for (const name of await list(temporary(folder))) {
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
  const keys = (await list(folder)).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
  const found = await Promise.all(keys.filter((key) => keyed.test(key)).map((key) => entry(folder, key)));
  return found.filter((one) => one !== undefined);
}

async function entry(folder: string, key: string): Promise<Kept | undefined> {
  const path = join(folder, `${key}.json`);
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return { key, record, lastUsed: (await lstat(path)).mtimeMs };
  } catch {
    return undefined;
  }
}

/** Bytes of all files of the cache, each counted once however many names it has. */
async function sizeOf(folder: string): Promise<number> {
  const sizes = new Map<string, number>();
  const ours = (await list(folder)).filter((name) => keyed.test(name) || ["sha256", "tmp"].includes(name));
  for (const name of ours) {
    for (const path of await readdir(join(folder, name), { recursive: true }).catch(() => [])) {
      const found = await lstat(join(folder, name, path)).catch(() => undefined);
      if (found?.isFile()) sizes.set(`${found.dev} ${found.ino}`, found.size);
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
