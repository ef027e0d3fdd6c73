import pMap from "p-map";
import {
  type Artifact,
  type ArtifactOptions,
  findServer,
  findServerImage,
  type ServerImage,
} from "../artifacts/index.ts";
import type { DockerPreparations } from "../runtime/index.ts";
import type { ServerProgram } from "../vault/index.ts";

export interface ServerSearch extends ArtifactOptions {
  /** The executable that the user names. */
  readonly vaultBinary: string | undefined;
  /** Where servers are to be containers. */
  readonly docker: DockerPreparations | undefined;
}

/** What was found: each server once, however it was asked for. */
export interface FoundServers {
  readonly programs: readonly ServerProgram[];
  readonly artifacts: readonly Artifact[];
}

/**
 * Finds the servers that are wanted; without a wish the newest that can be had. On docker an official image goes
 * before every executable but the one that the user names.
 *
 * @throws WrongInput, CannotRunHere as {@link findServer} does
 */
export async function findServers(wanted: readonly string[] | undefined, search: ServerSearch): Promise<FoundServers> {
  // One after the other: each may say what it downloads or builds.
  const found = await pMap(wanted ?? [undefined], (word) => findOne(word, search), { concurrency: 1 });
  const artifacts = [...new Map(found.map((one) => [`${one.name}@${one.version}`, one])).values()];
  return { artifacts, programs: artifacts.map(programOf) };
}

async function findOne(wanted: string | undefined, search: ServerSearch): Promise<Artifact | ServerImage> {
  const { docker, vaultBinary } = search;
  const image =
    docker === undefined || vaultBinary !== undefined
      ? undefined
      : await findServerImage(wanted, (name, command) => docker.program(name, command), search);
  return image ?? (await findServer(wanted, vaultBinary, search));
}

function programOf(found: Artifact | ServerImage): ServerProgram {
  const { version, path } = found;
  const name = found.name === "vault" ? "vault" : "openbao";
  return { name, version, path, ...("image" in found ? { image: found.image } : {}) };
}
