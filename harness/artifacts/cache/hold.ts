import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import lockfile from "proper-lockfile";
import type { ArtifactOptions } from "../types.ts";
import { isLocked, lockOptions } from "./lock.ts";
import { list, ownFolder } from "./own-folder.ts";

/** What this process holds already, by folder and key. */
const held = new Map<string, Promise<void>>();

/**
 * Keeps others from removing an entry as long as this process lives; any number of processes can. Where the cache
 * cannot be written to, nobody removes anything either.
 */
export function hold(folder: string, key: string, claim: ArtifactOptions["claim"]): Promise<void> {
  const id = join(folder, key);
  const holding = held.get(id) ?? take(folder, key, claim).catch(() => {});
  held.set(id, holding);
  return holding;
}

async function take(folder: string, key: string, claim: ArtifactOptions["claim"]): Promise<void> {
  const place = join(folder, "holds");
  await ownFolder(folder, "holds");
  const name = join(place, `${key}@${randomUUID()}`);
  // It ends with the process: the claim is for the case that this ends unasked.
  claim?.(`${name}.lock`);
  await lockfile.lock(name, lockOptions);
}

/** Whether a process that lives holds an entry; removes what dead ones left. */
export async function isHeld(folder: string, key: string): Promise<boolean> {
  const place = join(folder, "holds");
  const names = (await list(place)).map(({ name }) => name).filter((name) => name.startsWith(`${key}@`));
  let isAlive = false;
  for (const name of names) {
    if (await isLocked(place, name.replace(/\.lock$/, ""))) isAlive = true;
    else await rm(join(place, name), { recursive: true, force: true });
  }
  return isAlive;
}
