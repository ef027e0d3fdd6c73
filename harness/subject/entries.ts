import { isUtf8 } from "node:buffer";
import type { Dirent } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import pMap from "p-map";
import { targetOf } from "./links.ts";
import { oddName, unreadable, withState } from "./problems.ts";

/** How a module's folder is read. */
export interface Reading {
  /** Leaves states and `.terraform` out; default: a module that contains them is refused. */
  readonly ignoreState?: boolean | undefined;
}

/** A file that belongs to a module. */
export interface Entry {
  /** Relative to the folder, with slashes. */
  readonly name: string;
  /** Where its content is: for a link, its target. */
  readonly path: string;
}

/** What a module's folder contains. */
export interface Entries {
  /** In the order of their names' bytes. */
  readonly files: readonly Entry[];
  /** Names of states and `.terraform`, as far as they were left out. */
  readonly ignored: readonly string[];
}

/**
 * Decides what belongs to a module: everything in its folder but a `.git` at its top. Digests and copies are made of
 * this list alone, so that nothing takes part in a run that its digest does not cover.
 *
 * @throws WrongInput `subject.unreadable` (also for what is no file), `subject.odd-name`, `subject.link`, `subject.state`
 */
export async function entriesOf(folder: string, { ignoreState = false }: Reading = {}): Promise<Entries> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw unreadable(folder, "the folder cannot be read", cause);
  });
  const found: Found = { files: [], links: [], state: [] };
  await walk(root, "", found);
  if (found.state.length > 0 && !ignoreState) throw withState(found.state);
  const names = new Set(found.files);
  const links = await pMap(found.links, async (name) => ({ name, path: await targetOf(root, name, names) }), {
    concurrency: 8,
  });
  const files = [...found.files.map((name) => ({ name, path: join(root, name) })), ...links];
  return {
    files: files.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))),
    ...ignoredOf(found),
  };
}

interface Found {
  readonly files: string[];
  readonly links: string[];
  readonly state: string[];
}

function ignoredOf({ state }: Found): Pick<Entries, "ignored"> {
  return { ignored: state.toSorted() };
}

async function walk(root: string, prefix: string, found: Found): Promise<void> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true, encoding: "buffer" }).catch(
    (cause: unknown) => {
      throw unreadable(join(root, prefix), "the folder cannot be read", cause);
    },
  );
  for (const entry of entries) {
    const own = nameOf(entry, prefix);
    const name = prefix + own;
    if (name === ".git") continue;
    if (isState(own, entry.isDirectory())) found.state.push(name);
    else if (entry.isDirectory()) await walk(root, `${name}/`, found);
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
