import { type ArtifactOptions, findCliArchives, findTerraform } from "../../artifacts/index.ts";
import { findProviders, findSigningProviders } from "../../artifacts/providers/index.ts";
import { CannotRunHere } from "../../errors/index.ts";
import { prepareDocker } from "../../runtime/index.ts";
import { pinnedVersions, type RunRequest, signsTheExample } from "../prepare.ts";
import { type Found, findEach, foundIn } from "./search.ts";
import { findPrograms } from "./servers.ts";

/** A run's parts as they were found, such as `openbao 2.7.2`, and why others were not. */
export interface FetchedParts {
  readonly found: readonly string[];
  readonly lacking: readonly string[];
}

/**
 * Fetches and builds what a run needs, into the cache: no code of a module runs, and none is read.
 *
 * @throws WrongInput, CannotRunHere as the parts do
 */
export async function fetchParts(request: RunRequest & Required<Pick<RunRequest, "scope">>): Promise<FetchedParts> {
  const { progress, signal, scope, lenience = "refuse", vaultBinary } = request;
  const wanted = request.cells.map((cell) => cell.wanted);
  const options: ArtifactOptions = {
    offline: request.offline ?? false,
    progress,
    claim: scope.claim,
    ...(signal && { signal }),
  };
  const words = wanted.map(({ terraform }) => terraform);
  const terraforms = await findEach(words, (word) => findTerraform(word, options), lenience);
  const isOnDocker = wanted.some(({ runtime }) => runtime === "docker");
  const docker = isOnDocker ? await prepareDocker({ ...options, run: scope }) : undefined;
  if (docker !== undefined) scope.usesDocker(docker.connection);
  const archives = await findCliArchives(request.cliArchives ?? "auto", pinnedVersions, options);
  const programs = await findPrograms(wanted, { ...options, vaultBinary, docker, lenience });
  const mirrors = await findEach(
    wanted.map(({ coder }) => coder),
    (coder) => findProviders(request.providers, { ...options, ...(coder === "" ? {} : { coder }) }),
    lenience,
  );
  const [terraform] = foundIn(terraforms);
  const [mirror] = foundIn(mirrors);
  if (terraform !== undefined && mirror !== undefined && signsTheExample(request))
    await findSigningProviders(mirror, terraform, options);
  const servers = Object.values(programs).flatMap(foundIn);
  return {
    found: [
      ...[...servers.map(({ artifact }) => artifact), ...foundIn(terraforms)].map(
        ({ name, version }) => `${name} ${version}`,
      ),
      ...foundIn(mirrors).flatMap(({ providers }) => Object.entries(providers).map((pair) => pair.join(" "))),
      `${archives.kind} archives of the Vault CLI`,
    ],
    lacking: [terraforms, ...Object.values(programs), mirrors].flatMap(reasons),
  };
}

function reasons(all: Found<unknown>): readonly string[] {
  return [...all.values()].flatMap((one) => (one instanceof CannotRunHere ? [one.message] : []));
}
