import type { Artifact, CliArchives } from "../../artifacts/index.ts";
import type { ProviderMirror } from "../../artifacts/providers/index.ts";
import { CannotRunHere } from "../../errors/index.ts";
import type { RuntimeKind } from "../../model/index.ts";
import type { WantedCell } from "../../plan/index.ts";
import type { Found } from "./search.ts";
import type { FoundProgram, FoundPrograms } from "./servers.ts";

/** What a cell is made of, as it was found. */
export interface CellParts {
  readonly server: FoundProgram;
  /** What workspaces have as the CLI behind stand-ins. */
  readonly cli: FoundProgram;
  readonly terraform: Artifact;
  readonly mirror: ProviderMirror;
  /** Coder, where workspaces run its own agent. */
  readonly coderAgent?: Artifact;
  /** Coder, where its own server builds workspaces: the same program. */
  readonly coderServer?: Artifact;
}

/** All that was found for the cells of a run, by the words that it was asked for with. */
export interface FoundParts {
  readonly terraforms: Found<Artifact>;
  readonly programs: FoundPrograms;
  readonly mirrors: Found<ProviderMirror>;
  readonly coderAgents: Readonly<Record<RuntimeKind, Found<Artifact>>>;
  readonly coderServers: Found<Artifact>;
}

/** The parts of one cell, or why one of them is not available. */
export function partsOf(cell: WantedCell, found: FoundParts): CellParts | CannotRunHere {
  const server = found.programs[cell.runtime].get(cell.server);
  const cli = cell.cli === "" ? server : found.programs[cell.runtime].get(cell.cli);
  const terraform = found.terraforms.get(cell.terraform);
  const mirror = found.mirrors.get(cell.coder);
  const coderServer = cell.coderServer ? found.coderServers.get(cell.coderAgent) : undefined;
  const coderAgent = coderServer ?? found.coderAgents[cell.runtime].get(cell.coderAgent);
  for (const part of [server, cli, terraform, mirror, coderAgent]) if (part instanceof CannotRunHere) return part;
  if (!isThere(server) || !isThere(cli) || !isThere(terraform) || !isThere(mirror))
    throw new TypeError("every part of a cell is looked for");
  return {
    server,
    cli,
    terraform,
    mirror,
    ...(isThere(coderAgent) ? { coderAgent } : {}),
    ...(isThere(coderServer) ? { coderServer } : {}),
  };
}

function isThere<T extends object>(part: T | CannotRunHere | undefined): part is Exclude<T, CannotRunHere> {
  return part !== undefined && !(part instanceof CannotRunHere);
}

/** Official archives would be the CLI themselves; only behind a stand-in can it be another one. */
export function archivesFor({ cli }: WantedCell, archives: CliArchives): CliArchives {
  return cli === "" ? archives : { kind: "stand-in" };
}
