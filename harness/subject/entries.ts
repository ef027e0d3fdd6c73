import { isUtf8 } from "node:buffer";
import type { Dirent } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, posix } from "node:path";
import { linkedEntries } from "./linked-entries.ts";
import { packageOf } from "./package.ts";
import { oddName, unreadable, withState } from "./problems.ts";
import { slowly } from "./slowly.ts";
import type { Entry, Package, Reading } from "./types.ts";

/** What a module's folder contains, and its package where it needs more. */
export interface Entries {
  /** In the order of their names' bytes. */
  readonly files: readonly Entry[];
  /** Names of states and `.terraform`, as far as they were left out. */
  readonly ignored: readonly string[];
  /** Where the module reads files outside of its folder. */
  readonly package?: Package;
}

/**
 * Decides what belongs to a module: everything in its folder but a `.git` at its top, or everything in its package
 * where it reads files outside of its folder. Digests and copies are made of this list alone, so that nothing takes
 * part in a run that its digest does not cover.
 *
 * @throws WrongInput `subject.unreadable` (also for what is no file), `subject.odd-name`, `subject.link`, `subject.state`, `subject.outside`
 */
export async function entriesOf(folder: string, reading: Reading = {}): Promise<Entries> {
  const real = await realpath(folder).catch((cause: unknown) => {
    throw unreadable(folder, "the folder cannot be read", cause);
  });
  const count = slowly("Looking through", folder, reading.progress);
  const own = await walked(real, count);
  const around = await packageOf(real, own.links, reading.package);
  if (around === undefined) return await settled(real, own, reading);
  const { files, ignored } = await settled(around.root, await walked(around.root, count), reading, "package");
  const named = (name: string) => posix.relative(around.folder, name);
  const all = files.map(({ name, path }) => ({ name: named(name), path }));
  const ways = around.ways.filter(({ to }) => isThere(to, all));
  if (ways.length === 0) return await settled(real, own, reading);
  return { files: inOrder(all), ignored: ignored.map(named), package: { ...around, ways } };
}

/** Empty folders, states and git's own data are in no copy. */
function isThere(path: string, files: readonly Entry[]): boolean {
  return /^[./]*$/.test(path) || files.some(({ name }) => name === path || name.startsWith(`${path}/`));
}

interface Found {
  readonly files: string[];
  readonly links: string[];
  readonly state: string[];
}

async function walked(root: string, count: () => void): Promise<Found> {
  const found: Found = { files: [], links: [], state: [] };
  await walk(root, "", { found, count });
  return found;
}

async function settled(
  root: string,
  found: Found,
  { ignoreState = false }: Reading,
  whole: "module" | "package" = "module",
): Promise<Entries> {
  if (found.state.length > 0 && !ignoreState) throw withState(found.state);
  const files = found.files.map((name) => ({ name, path: join(root, name) }));
  const linked = await linkedEntries(root, { ...found, files }, whole);
  return { files: inOrder([...files, ...linked]), ignored: found.state.toSorted() };
}

function inOrder(files: readonly Entry[]): readonly Entry[] {
  return files.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

interface Walk {
  readonly found: Found;
  readonly count: () => void;
}

async function walk(root: string, prefix: string, { found, count }: Walk): Promise<void> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true, encoding: "buffer" }).catch(
    (cause: unknown) => {
      throw unreadable(join(root, prefix), "the folder cannot be read", cause);
    },
  );
  for (const entry of entries) {
    const own = nameOf(entry, prefix);
    const name = prefix + own;
    if (name === ".git") continue;
    count();
    if (isState(own, entry.isDirectory())) found.state.push(name);
    else if (entry.isDirectory()) await walk(root, `${name}/`, { found, count });
    else if (entry.isSymbolicLink()) found.links.push(name);
    else if (entry.isFile()) found.files.push(name);
    else throw unreadable(join(root, name), "it is not a regular file");
  }
}

/**
 * Whether something is what Terraform keeps for itself and no user of a module needs. Only these exact names: Terraform
 * takes `x.tfstate.tf`, or `x.TFSTATE` on Linux, for nothing of the kind.
 */
export function isState(name: string, isDirectory: boolean): boolean {
  return name === ".terraform" || (!isDirectory && /\.tfstate(?:\.backup)?$/.test(name));
}

/** Two names that are no UTF-8 could become one and the same text. */
function nameOf({ name }: Dirent<Buffer>, prefix: string): string {
  if (!isUtf8(name)) throw oddName(prefix + name.toString("latin1"), "bytes that are not UTF-8");
  const text = name.toString("utf8");
  if (text.includes("\n")) throw oddName(prefix + text, "a line break");
  return text;
}
