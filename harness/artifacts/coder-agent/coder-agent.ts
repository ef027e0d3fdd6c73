import { resolve } from "node:path";
import semver from "semver";
import { CannotRunHere, WrongInput } from "../../errors/index.ts";
import { named } from "../../text/index.ts";
import { cachedVersions, cacheFolder } from "../cache/index.ts";
import { checkExecutable } from "../executable.ts";
import { obtain } from "../obtain.ts";
import { coderRelease, goSources, type Way } from "../origins/index.ts";
import { notOfPlatform, onPlatform, platform, runsHere } from "../platform.ts";
import { artifactAt, commandOf, identify, objectionTo, onPath, versionsOnPath } from "../programs.ts";
import type { Artifact, ArtifactOptions } from "../types.ts";

/** The first Coder whose agent tells all that the harness has to know, up to where its agent API may be another one. */
const fitting = ">=2.20.0 <3";

/** The version that is fetched where none is here. */
export const fetchedCoder: string = goSources.buildableCoder;

const remedy = "Give the path of a coder binary with --coder-agent, or use --coder-agent imitated.";

/**
 * Coder's own program, whose agent workspaces run: `real` for the first that fits on PATH, in the cache, in Coder's
 * releases or from source; else the path of one. It may be the slim one, which has no server.
 * Throws {@link WrongInput} (`coder-agent.binary`) and {@link CannotRunHere} (`coder-agent.binary`, `coder-agent.version`,
 * `coder-agent.unavailable`, `coder-agent.platform`, `cache.*`).
 */
export async function findCoderAgent(word: string, options: ArtifactOptions): Promise<Artifact> {
  return await onPlatform(options.platform, () => search(word, options));
}

async function search(word: string, options: ArtifactOptions): Promise<Artifact> {
  if (word !== "real" && !runsHere())
    throw notOfPlatform(
      "coder-agent.platform",
      word,
      "Use --coder-agent real: it is fetched for the daemon's platform.",
    );
  if (word !== "real") return await namedAgent(resolve(word), options.signal);
  if (platform().os !== "linux") throw noLinux();
  for (const version of await versionsOnPath("coder", options.signal)) {
    const found = fits(version) ? await onPath(["coder"], version, options.signal) : undefined;
    if (found !== undefined) return found;
  }
  const folder = options.cacheFolder ?? cacheFolder();
  const version = (await cachedVersions(folder, "coder", options)).find(fits) ?? fetchedCoder;
  const entry = { folder, name: "coder", version, file: commandOf("coder") };
  const ways = waysToCoderAgent(version);
  const objection = objectionTo({ name: "coder", version });
  return await obtain({ entry, ways, objection, code: "coder-agent.unavailable", remedy }, options);
}

/** Where a version of Coder's own program comes from, the first that answers. */
export function waysToCoderAgent(version: string): readonly Way[] {
  return [coderRelease(version), ...goSources.coderSource(version)];
}

/** Checks that a path is a Coder that fits; throws as {@link findCoderAgent} does where it is not. */
export async function checkCoderAgent(path: string): Promise<void> {
  await namedAgent(resolve(path));
}

async function namedAgent(path: string, signal?: AbortSignal): Promise<Artifact> {
  await checkExecutable(path, (problem) => notThere(path, problem));
  const found = await identify(path, signal);
  if (found?.name !== "coder") throw notCoder(path);
  if (!fits(found.version)) throw unfit(path, found.version);
  return await artifactAt(path, found, "named");
}

function fits(version: string): boolean {
  return semver.satisfies(version, fitting);
}

/** What is thrown where a named binary is not there. */
export function notThere(path: string, what: string): WrongInput {
  const problem = `${named(path)} ${what}.`;
  const kinds = "Write --coder-agent imitated, real or the path of a coder binary.";
  return new WrongInput("coder-agent.binary", problem, kinds, { path });
}

function notCoder(path: string): CannotRunHere {
  const problem = `${named(path)} does not run here, or is not Coder.`;
  return new CannotRunHere("coder-agent.binary", problem, remedy, { path });
}

function unfit(path: string, version: string): CannotRunHere {
  const problem = `${named(path)} is Coder ${version}, and the harness supports Coder 2.20.0 and newer 2.x.`;
  return new CannotRunHere("coder-agent.version", problem, remedy, { path, version });
}

/** What is thrown where nothing can be checked. */
export function noLinux(): CannotRunHere {
  const problem = "Workspaces run Linux, and this machine cannot check a coder binary for Linux.";
  return new CannotRunHere("coder-agent.platform", problem, "Use --coder-agent imitated, or run on Linux.");
}
