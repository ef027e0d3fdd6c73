import { chmod, cp, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { RunScope } from "../types.ts";
import type { Confinement, Lent } from "./types.ts";

/**
 * Has confined commands of a run find files and folders of this machine, to read. What root alone can read is copied
 * for whom Terraform runs as; what links in a folder lead to comes with it.
 */
export async function lend(
  run: RunScope,
  confinement: Confinement,
  paths: readonly string[],
): Promise<readonly Lent[]> {
  if (confinement.kind === "unsandboxed") return [];
  const linked = await Promise.all(paths.map(targetsIn));
  const all = [...new Set([...paths, ...linked.flat()])];
  const { owner } = confinement;
  return await Promise.all(
    all.map(async (path) => {
      const isOpen = owner === undefined || (await canBeRead(path));
      return { from: isOpen ? path : await copied(path, join(run.folder, `lent-${crypto.randomUUID()}`)), to: path };
    }),
  );
}

async function entriesOf(path: string): Promise<readonly { readonly path: string; readonly isLink: boolean }[]> {
  if (!(await stat(path)).isDirectory()) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.map((entry) => ({ path: join(entry.parentPath, entry.name), isLink: entry.isSymbolicLink() }));
}

/** What links in a folder lead to outside of it. */
async function targetsIn(folder: string): Promise<readonly string[]> {
  const whole = `${await realpath(folder)}/`;
  const links = (await entriesOf(folder)).filter(({ isLink }) => isLink);
  const targets = await Promise.all(links.map(({ path }) => realpath(path).catch(() => undefined)));
  return targets.filter((target) => target !== undefined && !target.startsWith(whole)).map(String);
}

/** Whether root without its privileges gets there, and everybody can read all of it. */
async function canBeRead(path: string): Promise<boolean> {
  const real = await realpath(path);
  const above = real.split("/").map((_name, at, names) => names.slice(0, at).join("/") || "/");
  const ways = await Promise.all(above.map((folder) => stat(folder)));
  if (!ways.every(({ uid, mode }) => uid === 0 || (mode & 0o001) !== 0)) return false;
  const inside = (await entriesOf(real)).filter(({ isLink }) => !isLink);
  const all = await Promise.all([real, ...inside.map((entry) => entry.path)].map((one) => stat(one)));
  return all.every((one) => (one.mode & openTo(one.mode)) === openTo(one.mode));
}

/** What everybody may do where its owner may. */
function openTo(mode: number): number {
  return 0o004 | ((mode & 0o100) === 0 ? 0 : 0o001);
}

async function copied(path: string, to: string): Promise<string> {
  await cp(path, to, { recursive: true, dereference: true });
  const all = [to, ...(await entriesOf(to)).map((entry) => entry.path)];
  for (const one of all) await chmod(one, 0o444 | ((await stat(one)).mode & 0o100 ? 0o311 : 0o200));
  return to;
}
