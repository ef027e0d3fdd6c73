import { findCoderAgent, findCoderServer } from "../../artifacts/coder-agent/index.ts";
import {
  type Artifact,
  type ArtifactOptions,
  type CliArchives,
  findCliArchives,
  findTerraform,
} from "../../artifacts/index.ts";
import { findProviders } from "../../artifacts/providers/index.ts";
import { findPostgres } from "../../coder/server/index.ts";
import type { RuntimeKind } from "../../model/index.ts";
import type { DockerPreparations } from "../../runtime/docker/index.ts";
import { prepareDocker } from "../../runtime/index.ts";
import type { OpenRun } from "../../runtime/scope/index.ts";
import type { RunRequest } from "../request.ts";
import type { FoundParts } from "./parts.ts";
import { type Found, findEach } from "./search.ts";
import { findPrograms, platformOf } from "./servers.ts";

/** The versions of the CLI that scenarios pin. */
const pinnedVersions: readonly string[] = ["1.17.5"];

/** How a run looks for its parts. */
export function optionsOf({ offline = false, progress, signal }: RunRequest, { claim }: OpenRun): ArtifactOptions {
  return { offline, progress, claim, ...(signal && { signal }) };
}

/**
 * Finds what a module is read with: each Terraform, and the Docker daemon where a cell needs one.
 *
 * @throws WrongInput, CannotRunHere as {@link findTerraform} and {@link prepareDocker} do
 */
export async function findTools(
  { cells, lenience = "refuse" }: RunRequest,
  scope: OpenRun,
  options: ArtifactOptions,
): Promise<{ readonly terraforms: Found<Artifact>; readonly docker: DockerPreparations | undefined }> {
  const words = cells.map(({ wanted }) => wanted.terraform);
  const terraforms = await findEach(words, (word) => findTerraform(word, options), lenience);
  const isOnDocker = cells.some(({ wanted }) => wanted.runtime === "docker");
  const docker = isOnDocker ? await prepareDocker({ ...options, run: scope }) : undefined;
  if (docker !== undefined) scope.usesDocker(docker.connection);
  return { terraforms, docker };
}

/**
 * Finds the servers, the CLIs, the providers and the agents of all cells.
 *
 * @throws WrongInput, CannotRunHere as the parts do
 */
export async function findFurtherParts(
  { cells, lenience = "refuse", vaultBinary, providers, cliArchives = "auto" }: RunRequest,
  docker: DockerPreparations | undefined,
  options: ArtifactOptions,
): Promise<Omit<FoundParts, "terraforms"> & { readonly archives: CliArchives }> {
  const wanted = cells.map((cell) => cell.wanted);
  // The release server of a run is one for all its cells.
  const archives = await findCliArchives(cliArchives, pinnedVersions, { ...options, ...platformOf(docker) });
  const programs = await findPrograms(wanted, { ...options, vaultBinary, docker, lenience });
  const mirrors = await findEach(
    wanted.map(({ coder }) => coder),
    (coder) => findProviders(providers, { ...options, ...(coder === "" ? {} : { coder }) }),
    lenience,
  );
  const agentsOn = (kind: RuntimeKind, daemon: DockerPreparations | undefined) => {
    const words = wanted.flatMap(({ runtime, coderAgent, coderServer }) =>
      runtime === kind && coderAgent !== "" && !coderServer ? [coderAgent] : [],
    );
    return findEach(words, (word) => findCoderAgent(word, { ...options, ...platformOf(daemon) }), lenience);
  };
  const coderAgents = { docker: await agentsOn("docker", docker), process: await agentsOn("process", undefined) };
  const withServer = wanted.flatMap(({ coderAgent, coderServer }) => (coderServer ? [coderAgent] : []));
  if (withServer.length > 0) findPostgres();
  const coderServers = await findEach(withServer, (word) => findCoderServer(word, options), lenience);
  return { archives, programs, mirrors, coderAgents, coderServers };
}
