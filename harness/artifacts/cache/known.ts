import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CacheRecord, readRecord } from "./record.ts";

/** What this process could not write down, by folder, key and digest. */
const unwritten = new Map<string, CacheRecord>();

/** What the state folder knows of a content under a key, from when it was fetched or built. */
export async function known(state: string, key: string, sha256: string): Promise<CacheRecord | undefined> {
  const path = pathOf(state, key, sha256);
  const read = await readRecord(path);
  return read?.sha256 === sha256 ? read : unwritten.get(path);
}

/** Whether anything is known under a key. */
export async function isAnyKnown(state: string, key: string): Promise<boolean> {
  return (await readdir(folderOf(state, key)).catch(() => [])).some((name) => /^[0-9a-f]{64}\.json$/.test(name));
}

/** Writes down what was fetched or built; where that fails, this process alone knows it, and gets the reason. */
export async function remember(state: string, key: string, record: CacheRecord): Promise<string | undefined> {
  const path = pathOf(state, key, record.sha256);
  const made = `${path}.${randomUUID()}`;
  try {
    await mkdir(folderOf(state, key), { recursive: true, mode: 0o700 });
    await writeFile(made, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
    await rename(made, path);
    return undefined;
  } catch (error) {
    await rm(made, { force: true }).catch(() => {});
    unwritten.set(path, record);
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

/** Forgets a content: it has to be fetched again where it turns up. */
export async function forget(state: string, key: string, sha256: string): Promise<void> {
  await rm(pathOf(state, key, sha256), { force: true }).catch(() => {});
}

function folderOf(state: string, key: string): string {
  return join(state, "known", key);
}

function pathOf(state: string, key: string, sha256: string): string {
  return join(folderOf(state, key), `${sha256}.json`);
}
