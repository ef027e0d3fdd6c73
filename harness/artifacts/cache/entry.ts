import { lstat, lutimes, readdir } from "node:fs/promises";
import { join } from "node:path";
import semver from "semver";
import { quoted } from "../../text/index.ts";
import { platformName } from "../platform.ts";
import { isVersion } from "../words.ts";
import { alias, contentPath, hasContent, keepContent } from "./contents.ts";
import { hold } from "./hold.ts";
import { foreignIn, type Layout, layAlias } from "./layout.ts";
import { holdLock, isLocked, type Waiting } from "./lock.ts";
import { type Measured, measure } from "./plain-file.ts";
import { type CacheRecord, readRecord } from "./record.ts";
import { canBeVouched, keyOf, objectionTo, shortened, type Vouchers } from "./vouch.ts";

/**
 * A place in the cache: `<folder>/<key>/<file>`, a name of what is kept in `<folder>/sha256`; its record `<key>.json`,
 * its lock `<key>.lock`.
 */
export interface Entry extends Layout {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

/** What came of looking at an entry. */
export type Finding =
  | { readonly state: "fits"; readonly record: CacheRecord }
  | { readonly state: "absent" }
  /** `why` reads after the entry's name. */
  | { readonly state: "unfit"; readonly why: string };

/** What using or filling an entry is told. */
export interface Using extends Waiting, Vouchers {
  readonly claim?: ((path: string) => Disposable) | undefined;
}

/** Absolute path of the folder that holds an entry's file and nothing of another entry. */
export function folderOf(entry: Entry): string {
  return join(entry.folder, keyOf(entry));
}

/** Absolute path of an entry's file, which need not exist. */
export function pathOf(entry: Entry): string {
  return join(folderOf(entry), entry.file);
}

/** Absolute path of an entry's record. */
export function recordPath(entry: Entry): string {
  return `${folderOf(entry)}.json`;
}

/** Versions that the cache has a record of and that someone vouches for, newest first; what does not fit shows when it is used. */
export async function cachedVersions(folder: string, name: string, options: Vouchers): Promise<string[]> {
  const versions = await recordedVersions(folder, name);
  const vouched = await Promise.all(versions.map((version) => canBeVouched(name, version, options)));
  return versions.filter((_, at) => vouched[at]);
}

/** Versions that the cache has a record of, whoever has written it, newest first. */
export async function recordedVersions(folder: string, name: string): Promise<string[]> {
  const [prefix, suffix] = [`${name}-`, `-${platformName()}.json`];
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.startsWith(prefix) && file.endsWith(suffix))
    .map((file) => file.slice(prefix.length, -suffix.length))
    .filter(isVersion)
    .sort(semver.rcompare);
}

/** Looks at an entry: its record, its folder, and the digest of its file against the lock file and what is known here. */
export async function inspect(entry: Entry, options: Vouchers): Promise<Finding> {
  const { name, version, file } = entry;
  const record = await readRecord(recordPath(entry));
  if (record === undefined) return (await isAnything(entry)) ? unfit("has no readable record") : { state: "absent" };
  if (record.name !== name || record.version !== version || record.file !== file)
    return unfit("has a record of something else");
  const [foreign] = await foreignIn(folderOf(entry), entry);
  if (foreign === "") return unfit("is not a folder");
  if (foreign !== undefined) return unfit(`has ${quoted(foreign)} in its folder, which does not belong there`);
  const found = await measure(pathOf(entry));
  const why =
    found === undefined ? "is missing, or is not a program" : await objectionToFile(entry, record, found, options);
  return why === undefined ? { state: "fits", record } : unfit(why);
}

async function objectionToFile(
  { name, version, file }: Entry,
  record: CacheRecord,
  { sha256, isExecutable }: Measured,
  options: Vouchers,
): Promise<string | undefined> {
  const why = await objectionTo({ name, version, file, sha256, origin: record.origin }, options);
  if (why !== undefined) return why;
  if (!isExecutable) return "is not executable";
  return sha256 === record.sha256 ? undefined : `has a record of the SHA-256 ${shortened(record.sha256)}`;
}

/**
 * {@link inspect}, and from then on nobody removes the entry before this process ends. What has lost its name but is
 * kept under its digest gets it back.
 */
export async function use(entry: Entry, options: Using): Promise<Finding> {
  if (!(await isAnything(entry))) return { state: "absent" };
  await hold(entry.folder, keyOf(entry), options.claim);
  // Whoever removes it looks for holds once it has the lock, so that one of the two sees the other.
  if (await isLocked(entry.folder, keyOf(entry)))
    await (await holdLock(entry.folder, keyOf(entry), options))[Symbol.asyncDispose]();
  const first = await inspect(entry, options);
  const found = first.state === "unfit" && (await restore(entry)) ? await inspect(entry, options) : first;
  if (found.state !== "fits") return found;
  await layAlias(folderOf(entry), entry);
  await noteUse(entry, found.record);
  return found;
}

/** Gives a file that is missing its name back. */
async function restore(entry: Entry): Promise<boolean> {
  const record = await readRecord(recordPath(entry));
  if (record === undefined || (await lstat(pathOf(entry)).catch(() => undefined)) !== undefined) return false;
  if ((await foreignIn(folderOf(entry), entry)).length > 0) return false;
  const content = contentPath(entry.folder, record.sha256);
  if (!(await hasContent(content, record.sha256))) return false;
  return await alias(content, pathOf(entry), { folder: entry.folder, key: keyOf(entry) }).then(
    () => true,
    () => false,
  );
}

/** Says when it was used last, and keeps what an older version of this tool put there under its digest; a cache that cannot be written to does without. */
async function noteUse(entry: Entry, { sha256 }: CacheRecord): Promise<void> {
  const now = new Date();
  await lutimes(recordPath(entry), now, now).catch(() => {});
  const kept = await lstat(contentPath(entry.folder, sha256)).catch(() => undefined);
  const place = { folder: entry.folder, key: keyOf(entry) };
  if (kept === undefined) await keepContent(place, pathOf(entry), sha256).catch(() => {});
}

/** Whether there is something in an entry's place, whatever it is. */
async function isAnything(entry: Entry): Promise<boolean> {
  const found = await Promise.all(
    [recordPath(entry), folderOf(entry)].map((path) => lstat(path).catch(() => undefined)),
  );
  return found.some((one) => one !== undefined);
}

function unfit(why: string): Finding {
  return { state: "unfit", why };
}
