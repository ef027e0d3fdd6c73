import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { lchown, readdir } from "node:fs/promises";
import { join } from "node:path";
import { CannotRunHere } from "../../errors/index.ts";
import { programs } from "./view/index.ts";

/** Ids that nobody has, by https://systemd.io/UIDS-GIDS: the first, and how many of them are drawn from. */
const unused = { first: 0x70000000, count: 2 ** 24 } as const;

/** Ids below belong to people and services of a machine. */
const firstOfPeople = 1000;

let chosen: number | undefined;

/**
 * The id that everything isolated has where the harness is root: one of this thread's own, so that what is isolated is
 * never the root of this machine. `undefined` where the harness runs as somebody else, whose id it keeps.
 *
 * @throws CannotRunHere `isolation.root` where this root has no other id to give
 */
export function sandboxUser(): number | undefined {
  if (process.getuid?.() !== 0) return undefined;
  chosen ??= newUnprivilegedId();
  if (chosen === undefined) throw onlyRoot();
  return chosen;
}

/** An id that nobody has, by which root starts what a run must not trust; `undefined` where it has none to give. */
export function newUnprivilegedId(): number | undefined {
  return unprivilegedId(["/proc/self/uid_map", "/proc/self/gid_map"].map((map) => readFileSync(map, "utf8")));
}

/** What is put before a command that makes a user namespace, so that this namespace is not root's. */
export function asSandboxUser(): readonly string[] {
  const id = sandboxUser();
  if (id === undefined) return [];
  return [programs.setpriv, "--reuid", String(id), "--regid", String(id), "--clear-groups", "--"];
}

/** Gives a new file, or a folder with all in it, which nothing isolated could touch so far, to what is isolated. */
export async function giveToSandbox(path: string): Promise<void> {
  const id = sandboxUser();
  if (id === undefined) return;
  const within = await readdir(path, { recursive: true }).catch(() => []);
  await Promise.all([path, ...within.map((name) => join(path, name))].map((one) => lchown(one, id, id)));
}

/**
 * An id that is not privileged and mapped to one outside, by the texts of `uid_map` and `gid_map`; `undefined` where
 * there is none.
 */
export function unprivilegedId(maps: readonly string[]): number | undefined {
  const ranges = maps.map(rangesOf);
  const isMapped = (id: number) => ranges.every((all) => all.some(({ first, end }) => first <= id && id < end));
  const last = Math.max(0, ...(ranges[0] ?? []).map(({ end }) => end));
  // Root of a container has the ids of a small system: those at their end are the least likely to be somebody's.
  const candidates = [unused.first + randomInt(unused.count), last - 3 - randomInt(1024), last - 1];
  return candidates.find((id) => id >= firstOfPeople && isMapped(id));
}

function rangesOf(map: string): { readonly first: number; readonly end: number }[] {
  return map
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([first = 0, , count = 0]) => ({ first, end: first + count }));
}

function onlyRoot(): CannotRunHere {
  return new CannotRunHere(
    "isolation.root",
    "The harness runs as root of a user namespace that maps no unprivileged user: workspaces would run as root.",
    "Run it as a normal user (such as `setpriv --reuid 1000 --regid 1000 --clear-groups`), or use --runtime docker.",
  );
}
