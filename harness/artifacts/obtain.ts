import { CannotRunHere, HarnessError, WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";
import {
  type CacheRecord,
  diskFault,
  type Entry,
  type Fetched,
  type Finding,
  fill,
  pathOf,
  stateFolder,
  use,
} from "./cache/index.ts";
import type { Way } from "./origins/index.ts";
import { isAltered } from "./pins/index.ts";
import type { Artifact, ArtifactOptions } from "./types.ts";

/** A file that is wanted, and the ways to it in their order. */
export interface Wish {
  readonly entry: Entry;
  readonly ways: readonly Way[];
  /** Says why a file that was just made is not what was wanted; `undefined` where it is. */
  readonly objection: (path: string, signal?: AbortSignal) => Promise<string | undefined>;
  /** Stable code of the failure where no way works. */
  readonly code: string;
  /** What the user can do then. */
  readonly remedy: string;
}

/**
 * The file from the cache, where the lock file or the state folder vouches for it; else by the first way that works,
 * into the cache. Throws {@link CannotRunHere} where none does, or with `offline` nothing of that kind is cached, and
 * `artifacts.altered` where other content is offered than the lock file pins.
 */
export async function obtain(wish: Wish, options: ArtifactOptions): Promise<Artifact> {
  return await obtained(wish, options).catch((error: unknown) => {
    throw diskFault(error, wish.entry.folder) ?? error;
  });
}

async function obtained(wish: Wish, options: ArtifactOptions): Promise<Artifact> {
  const { entry } = wish;
  const what = `${entry.name} ${entry.version}`;
  // A wrong one is told before anything is fetched.
  stateFolder(options);
  const onWait = () => options.progress(`Another run is using ${what}; waiting for it.`);
  const cached = await use(entry, { ...options, onWait });
  if (cached.state === "fits") return artifact(entry, cached.record, "cache");
  if (options.offline) throw unavailableOffline(wish, cached, options);
  if (cached.state === "unfit") options.progress(`The cached ${what} ${cached.why}: downloading it again.`);
  return await filled(wish, options, what);
}

async function filled(wish: Wish, options: ArtifactOptions, what: string): Promise<Artifact> {
  let fetched: Fetched | undefined;
  const make = async (target: string) => {
    fetched = await firstThatWorks(wish, target, options);
    return fetched;
  };
  const onWait = () => options.progress(`Another run is fetching ${what}; waiting for it.`);
  const onUnwritten = (code: string) =>
    options.progress(
      `The state folder ${named(stateFolder(options))} cannot be written to (${code}): the next run fetches ${what} again. Name another folder with VAULT_JWT_CONFORMANCE_STATE.`,
    );
  const record = await fill(wish.entry, make, { ...options, onWait, onUnwritten });
  return artifact(wish.entry, record, fetched ?? "cache");
}

async function firstThatWorks(wish: Wish, target: string, options: ArtifactOptions): Promise<Fetched> {
  const { entry, ways } = wish;
  const what = `${entry.name} ${entry.version}`;
  const failures: unknown[] = [];
  for (const way of ways) {
    try {
      options.progress(`Getting ${what} from ${way.from}.`);
      await way.fetch(target, options);
      await accept(wish, target, options.signal);
      options.progress(`Got ${what} from ${way.from}.`);
      return way.origin;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof WrongInput || isAltered(error)) throw error;
      const fault = diskFault(error, entry.folder);
      if (fault !== undefined) throw fault;
      options.progress(`Not from ${way.from}: ${reason(error)}`);
      failures.push(error);
    }
  }
  throw unavailable(wish, failures);
}

async function accept({ entry, objection }: Wish, target: string, signal?: AbortSignal): Promise<void> {
  const why = await objection(target, signal);
  if (why === undefined) return;
  throw new CannotRunHere(
    "download.unfit",
    `The downloaded ${entry.name} ${entry.version} ${why}.`,
    "Choose another version, or give a file of your own.",
    { name: entry.name, version: entry.version },
  );
}

function artifact(entry: Entry, { sha256, origin: fetched }: CacheRecord, origin: Artifact["origin"]): Artifact {
  return { name: entry.name, version: entry.version, path: pathOf(entry), sha256, origin, fetched };
}

function unavailable({ entry, ways, code, remedy }: Wish, failures: readonly unknown[]): CannotRunHere {
  const { name, version } = entry;
  const looked = ways.map((way, index) => ({ way: way.from, why: reason(failures[index]) }));
  const why = looked.length === 0 ? "there is no release for this machine." : looked.map(inWords).join(" ");
  const cause = new AggregateError(failures);
  return new CannotRunHere(
    code,
    `${name} ${version} is not available: ${why}`,
    remedy,
    { name, version, looked },
    cause,
  );
}

function unavailableOffline({ entry, code, remedy }: Wish, cached: Finding, options: ArtifactOptions): CannotRunHere {
  const { name, version } = entry;
  const facts = { name, version, offline: true };
  if (cached.state !== "unfit") {
    const problem = `${name} ${version} is neither installed nor cached, and --offline does not allow downloads.`;
    return new CannotRunHere(code, problem, `Run once without --offline. ${remedy}`, facts);
  }
  return new CannotRunHere(
    code,
    `The cached ${name} ${version} ${cached.why}, and --offline does not allow downloads.`,
    `Run once without --offline, or copy the state folder ${named(stateFolder(options))} from the machine that filled the cache. ${remedy}`,
    { ...facts, why: cached.why },
  );
}

function inWords({ way, why }: { readonly way: string; readonly why: string }): string {
  return `From ${way}: ${why}`;
}

function reason(error: unknown): string {
  if (error instanceof HarnessError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
