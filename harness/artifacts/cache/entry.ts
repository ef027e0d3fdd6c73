import { randomUUID } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import semver from "semver";
import { z } from "zod";
import { platformName } from "../platform.ts";
import type { ArtifactOptions, Origin } from "../types.ts";
import { isVersion } from "../words.ts";
import { alias, contentPath, hasContent, keepContent, type Place, temporary } from "./contents.ts";
import { sha256OfFile } from "./digest.ts";
import { hold } from "./hold.ts";
import { holdLock, isLocked } from "./lock.ts";

/**
 * A place in the cache: `<folder>/<key>/<file>`, a name of what is kept in `<folder>/sha256`; its record `<key>.json`,
 * its lock `<key>.lock`.
 */
export interface Entry {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** Path of the one file, relative to the entry's folder. */
  readonly file: string;
}

/** The ways by which content can come into the cache. */
export type Fetched = Extract<Origin, "release" | "package" | "source">;

/** What the cache knows of an entry. */
export interface CacheRecord {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
  readonly origin: Fetched;
}

export const recordSchema: z.ZodType<CacheRecord> = z.object({
  name: z.string(),
  version: z.string(),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int(),
  origin: z.enum(["release", "package", "source"]),
});

/** Absolute path of the folder that holds an entry's file and nothing of another entry. */
export function folderOf(entry: Entry): string {
  return join(entry.folder, keyOf(entry));
}

/** Absolute path of an entry's file, which need not exist. */
export function pathOf(entry: Entry): string {
  return join(folderOf(entry), entry.file);
}

/** Versions that the cache has a record of, newest first; whether they are intact shows when they are used. */
export async function cachedVersions(folder: string, name: string): Promise<string[]> {
  const [prefix, suffix] = [`${name}-`, `-${platformName()}.json`];
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.startsWith(prefix) && file.endsWith(suffix))
    .map((file) => file.slice(prefix.length, -suffix.length))
    .filter(isVersion)
    .sort(semver.rcompare);
}

/** The record of an entry whose file is there and has the recorded content; `undefined` where it has not. */
export async function intact(entry: Entry): Promise<CacheRecord | undefined> {
  const record = await readRecord(entry);
  if (record === undefined) return undefined;
  const size = await stat(pathOf(entry))
    .then((found) => found.size)
    .catch(() => -1);
  if (size !== record.size) return undefined;
  return (await sha256OfFile(pathOf(entry))) === record.sha256 ? record : undefined;
}

/**
 * {@link intact}, and from then on nobody removes it before this process ends. What has lost its name but is kept under
 * its digest gets it back.
 */
export async function use(entry: Entry, { claim, ...waiting }: Filling): Promise<CacheRecord | undefined> {
  const record = await readRecord(entry);
  if (record === undefined) return undefined;
  await hold(entry.folder, keyOf(entry), claim);
  // Whoever removes it looks for holds once it has the lock, so that one of the two sees the other.
  if (await isLocked(entry.folder, keyOf(entry)))
    await (await holdLock(entry.folder, keyOf(entry), waiting))[Symbol.asyncDispose]();
  const found = (await intact(entry)) ?? (await restored(entry, record).catch(() => undefined));
  if (found !== undefined) await noteUse(entry, found);
  return found;
}

async function restored(entry: Entry, record: CacheRecord): Promise<CacheRecord | undefined> {
  const content = contentPath(entry.folder, record.sha256);
  if (!(await hasContent(content, record.sha256))) return undefined;
  await alias(content, pathOf(entry), placeOf(entry));
  return await intact(entry);
}

/** Says when it was used last, and keeps what an older version of this tool put there under its digest; a cache that cannot be written to does without. */
async function noteUse(entry: Entry, { sha256 }: CacheRecord): Promise<void> {
  const now = new Date();
  await utimes(recordPath(entry), now, now).catch(() => {});
  const isKept = await stat(contentPath(entry.folder, sha256)).then(
    () => true,
    () => false,
  );
  if (!isKept) await keepContent(placeOf(entry), pathOf(entry), sha256).catch(() => {});
}

/** Whether there is something of an entry, intact or not. */
export async function isRecorded(entry: Entry): Promise<boolean> {
  return (await readRecord(entry)) !== undefined;
}

/** What filling an entry is told. */
interface Filling {
  readonly onWait: () => void;
  readonly signal?: AbortSignal | undefined;
  readonly claim?: ArtifactOptions["claim"] | undefined;
}

/**
 * Fills an entry: `make` writes an executable into a folder of its own and says how; only when that has ended does the
 * file take its place. Holds the entry's lock meanwhile, so a second run waits and finds the entry filled.
 */
export async function fill(
  entry: Entry,
  make: (target: string) => Promise<Fetched>,
  { claim = () => ({ [Symbol.dispose]() {} }), ...waiting }: Filling,
): Promise<CacheRecord> {
  await mkdir(entry.folder, { recursive: true });
  await hold(entry.folder, keyOf(entry), claim);
  await using _lock = await holdLock(entry.folder, keyOf(entry), waiting);
  using _claimedLock = claim(`${folderOf(entry)}.lock`);
  const already = await intact(entry);
  if (already !== undefined) return already;
  await sweep(entry);
  const workplace = join(temporary(entry.folder), `${keyOf(entry)}.${randomUUID()}`);
  using _claimedWorkplace = claim(workplace);
  try {
    await mkdir(workplace, { recursive: true });
    return await put(entry, workplace, make);
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

/** The file goes before its record: between the two the old record does not match, which is the same as damaged. */
async function put(entry: Entry, workplace: string, make: (target: string) => Promise<Fetched>): Promise<CacheRecord> {
  const { name, version, file } = entry;
  const target = join(workplace, "content");
  const origin = await make(target);
  await chmod(target, 0o755);
  const { size } = await stat(target);
  const record: CacheRecord = { name, version, file, sha256: await sha256OfFile(target), size, origin };
  await writeFile(join(workplace, "record"), `${JSON.stringify(record, undefined, 2)}\n`);
  await mkdir(dirname(pathOf(entry)), { recursive: true });
  await keepContent(placeOf(entry), target, record.sha256);
  await rename(target, pathOf(entry));
  await rename(join(workplace, "record"), recordPath(entry));
  return record;
}

/** Removes what killed runs left: temporary folders of this entry, whose lock is ours, and of those that nobody holds. */
async function sweep(entry: Entry): Promise<void> {
  for (const leftover of await readdir(temporary(entry.folder)).catch(() => [])) {
    const key = leftover.slice(0, leftover.lastIndexOf("."));
    const isDead = key === keyOf(entry) || !(await isLocked(entry.folder, key));
    if (isDead) await rm(join(temporary(entry.folder), leftover), { recursive: true, force: true });
  }
}

async function readRecord(entry: Entry): Promise<CacheRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordPath(entry), "utf8")));
  } catch {
    return undefined;
  }
}

function keyOf({ name, version }: Entry): string {
  return `${name}-${version}-${platformName()}`;
}

function placeOf(entry: Entry): Place {
  return { folder: entry.folder, key: keyOf(entry) };
}

function recordPath(entry: Entry): string {
  return join(entry.folder, `${keyOf(entry)}.json`);
}
