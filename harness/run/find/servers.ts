import {
  type Artifact,
  type ArtifactOptions,
  findServer,
  findServerImage,
  type ServerImage,
} from "../../artifacts/index.ts";
import type { RuntimeKind } from "../../model/index.ts";
import type { WantedCell } from "../../plan/index.ts";
import type { DockerPreparations } from "../../runtime/docker/index.ts";
import type { ServerProgram } from "../../vault/index.ts";
import type { Lenience } from "../request.ts";
import { type Found, findEach } from "./search.ts";

export interface ProgramSearch extends ArtifactOptions {
  /** The server's executable that the user names. */
  readonly vaultBinary: string | undefined;
  /** Set where servers run in containers. */
  readonly docker: DockerPreparations | undefined;
  readonly lenience: Lenience;
}

/** A Vault or OpenBao, which is a server and a CLI. */
export interface FoundProgram {
  readonly artifact: Artifact;
  readonly program: ServerProgram;
}

/** By runtime: on docker a word may mean an image. */
export type FoundPrograms = Readonly<Record<RuntimeKind, Found<FoundProgram>>>;

/**
 * Finds the servers and CLIs of all cells; without a wish the newest available ones. On docker an official image goes
 * before every executable but the one that the user names.
 *
 * @throws WrongInput, CannotRunHere as {@link findServer} does
 */
export async function findPrograms(
  cells: readonly WantedCell[],
  { lenience, docker, ...search }: ProgramSearch,
): Promise<FoundPrograms> {
  const wordsOn = (kind: RuntimeKind) =>
    cells
      .filter(({ runtime }) => runtime === kind)
      .flatMap(({ server, cli }) => [server, ...(cli === "" ? [] : [cli])]);
  return {
    docker: await findEach(wordsOn("docker"), (word) => findOne(word, docker, search), lenience),
    process: await findEach(wordsOn("process"), (word) => findOne(word, undefined, search), lenience),
  };
}

/** What containers of a daemon run may be for another platform than this machine's. */
export function platformOf(docker: DockerPreparations | undefined): Pick<ArtifactOptions, "platform"> {
  return docker === undefined ? {} : { platform: docker.platform };
}

async function findOne(
  word: string,
  docker: DockerPreparations | undefined,
  { vaultBinary, ...search }: Omit<ProgramSearch, "docker" | "lenience">,
): Promise<FoundProgram> {
  const options = { ...search, ...platformOf(docker) };
  const wanted = word === "" ? undefined : word;
  const image =
    docker === undefined || vaultBinary !== undefined
      ? undefined
      : await findServerImage(wanted, (name, command) => docker.program(name, command), options);
  const artifact = image ?? (await findServer(wanted, vaultBinary, options));
  return { artifact, program: programOf(artifact) };
}

function programOf(found: Artifact | ServerImage): ServerProgram {
  const { version, path } = found;
  const name = found.name === "vault" ? "vault" : "openbao";
  return { name, version, path, ...("image" in found ? { image: found.image } : {}) };
}
