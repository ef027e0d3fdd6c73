import { resolve } from "node:path";
import semver from "semver";
import { CannotRunHere } from "../../errors/index.ts";
import { named } from "../../text/index.ts";
import { cachedVersions, cacheFolder } from "../cache/index.ts";
import { checkExecutable } from "../executable.ts";
import { obtain } from "../obtain.ts";
import { coderRelease, goSources, type Way } from "../origins/index.ts";
import { platform } from "../platform.ts";
import { artifactAt, commandOf, hasServer, identify, objectionTo, onPath, versionsOnPath } from "../programs.ts";
import type { Artifact, ArtifactOptions } from "../types.ts";
import { fetchedCoder, noLinux, notThere } from "./coder-agent.ts";

/** The first Coder whose server the harness was tried with, up to where its API may be another one. */
const fittingServer = ">=2.30.0 <3";

const remedyOfServer = "Give the path of a full coder binary with --coder-agent, or use --coder imitated.";

/**
 * Coder's own program with its server: `real` for the first that fits on PATH, in the cache, in Coder's releases or from
 * source; else the path of one.
 * Throws {@link WrongInput} (`coder-agent.binary`) and {@link CannotRunHere} (`coder-server.binary`,
 * `coder-server.version`, `coder-server.slim`, `coder-server.unavailable`, `coder-server.platform`, `cache.*`).
 */
export async function findCoderServer(word: string, options: ArtifactOptions): Promise<Artifact> {
  if (word !== "real") return await namedServer(resolve(word), options.signal);
  if (platform().os !== "linux") throw noLinux();
  for (const version of await versionsOnPath("coder", options.signal)) {
    const found = fitsServer(version) ? await onPath(["coder"], version, options.signal) : undefined;
    if (found !== undefined && (await hasServer(found.path, options.signal))) return found;
  }
  const folder = options.cacheFolder ?? cacheFolder();
  const version = (await cachedVersions(folder, "coder-server", options)).find(fitsServer) ?? fetchedCoder;
  const entry = { folder, name: "coder-server", version, file: commandOf("coder") };
  const isCoder = objectionTo({ name: "coder", version });
  const objection = async (path: string, signal?: AbortSignal) =>
    (await isCoder(path, signal)) ??
    ((await hasServer(path, signal)) ? undefined : "is a slim build, without a server");
  const ways = waysToCoderServer(version);
  const wish = { entry, ways, objection, code: "coder-server.unavailable", remedy: remedyOfServer };
  return { ...(await obtain(wish, options)), name: "coder" };
}

/** Where a version of Coder's full program comes from, the first that answers. */
export function waysToCoderServer(version: string): readonly Way[] {
  return [coderRelease(version), ...goSources.coderSource(version, "server")];
}

async function namedServer(path: string, signal?: AbortSignal): Promise<Artifact> {
  await checkExecutable(path, (problem) => notThere(path, problem));
  const found = await identify(path, signal);
  const refuse = (code: string, problem: string) => new CannotRunHere(code, problem, remedyOfServer, { path });
  if (found?.name !== "coder")
    throw refuse("coder-server.binary", `${named(path)} does not run here, or is not Coder.`);
  const { version } = found;
  if (!fitsServer(version)) {
    const problem = `${named(path)} is Coder ${version}, and --coder server supports Coder 2.30.0 and newer 2.x.`;
    throw refuse("coder-server.version", problem);
  }
  if (!(await hasServer(path, signal)))
    throw refuse("coder-server.slim", `${named(path)} is a slim build of Coder, which has no server.`);
  return await artifactAt(path, found, "named");
}

function fitsServer(version: string): boolean {
  return semver.satisfies(version, fittingServer);
}

/** Checks that a path is a Coder whose server fits; throws as {@link findCoderServer} does where it is not. */
export async function checkCoderServer(path: string): Promise<void> {
  await namedServer(resolve(path));
}
