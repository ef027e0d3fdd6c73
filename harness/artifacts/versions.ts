import semver from "semver";
import { CannotRunHere } from "../errors/index.ts";
import { cachedVersions, cacheFolder } from "./cache/index.ts";
import { goSources, hashicorpVersions, openbaoVersions, opentofuVersions, registryVersions } from "./origins/index.ts";
import { versionsOnPath } from "./programs.ts";
import { coder, coderEntry } from "./providers/index.ts";
import type { ArtifactOptions } from "./types.ts";

/** What a matrix can name versions of. */
export type Versioned = "vault" | "openbao" | "terraform" | "tofu" | "coder/coder";

/** Asks one publisher for all its versions. */
type List = (signal: AbortSignal) => Promise<readonly string[]>;

const lists: Readonly<Record<Versioned, readonly List[]>> = {
  vault: [(signal) => hashicorpVersions("vault", signal), goSources.vaultSources],
  openbao: [openbaoVersions],
  terraform: [(signal) => hashicorpVersions("terraform", signal)],
  tofu: [opentofuVersions, goSources.opentofuSources],
  "coder/coder": [
    (signal) => registryVersions(coder.address, signal),
    (signal) => goSources.moduleVersions(coder.path, coder.version, signal),
  ],
};

/** Milliseconds that a publisher has to send its list. */
const patience = 15_000;

/**
 * The versions that are available here, newest first: on PATH, in the cache, and what its publishers and the Go module
 * proxy list; prereleases and editions (`+ent`) are left out. With `offline` nobody is asked; a list that does not
 * answer is passed over.
 * Throws {@link CannotRunHere} (`versions.unknown`) where nothing at all is known.
 */
export async function availableVersions(program: Versioned, options: ArtifactOptions): Promise<readonly string[]> {
  const here = [await versionsOnPath(program, options.signal), await cached(program, options)];
  const listed = options.offline ? [] : await Promise.allSettled(lists[program].map((list) => ask(list, options)));
  options.signal?.throwIfAborted();
  const answers = listed.flatMap((list) => (list.status === "fulfilled" ? [list.value] : []));
  const all = [...new Set([...here, ...answers].flat())].filter(isPlain).sort(semver.rcompare);
  if (all.length > 0) return all;
  throw unknown(program, listed);
}

function cached(program: Versioned, options: ArtifactOptions): Promise<string[]> {
  const folder = options.cacheFolder ?? cacheFolder();
  return cachedVersions(folder, program === coder.address ? coderEntry(folder).name : program, options);
}

function ask(list: List, { signal }: ArtifactOptions): Promise<readonly string[]> {
  const limit = AbortSignal.timeout(patience);
  return list(signal === undefined ? limit : AbortSignal.any([limit, signal]));
}

function isPlain(version: string): boolean {
  const parsed = semver.parse(version);
  return parsed !== null && parsed.prerelease.length === 0 && parsed.build.length === 0;
}

function unknown(program: Versioned, listed: readonly PromiseSettledResult<unknown>[]): CannotRunHere {
  const failures = listed.flatMap((list) => (list.status === "rejected" ? [list.reason] : []));
  const why = listed.length === 0 ? "--offline does not allow looking them up" : "no list of its versions is reachable";
  return new CannotRunHere(
    "versions.unknown",
    `No version of ${program} is installed or cached, and ${why}.`,
    "Install one, run once where its publisher can be reached, or name a version.",
    { program },
    failures.length > 0 ? new AggregateError(failures) : undefined,
  );
}
