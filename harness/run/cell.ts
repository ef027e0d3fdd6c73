import {
  type Artifact,
  type CliArchives,
  parseServer,
  parseTerraform,
  type ServerImage,
  type Wanted,
} from "../artifacts/index.ts";
import { coderVersion } from "../artifacts/providers/index.ts";
import type { Cell, Program, UsedProgram } from "../model/index.ts";
import type { WantedCell } from "../plan/index.ts";
import type { CellParts } from "./find/index.ts";

/** A cell's parts, as a report names them. */
export interface NamedParts extends Pick<CellParts, "server" | "cli" | "terraform" | "coderAgent" | "coderServer"> {
  readonly archives: CliArchives;
  /** Provider to version. */
  readonly providers: Readonly<Record<string, string>>;
  readonly isolation: Cell["isolation"] | undefined;
  readonly overrides: readonly string[];
}

/** A cell as the report has it. */
export function cellOf(wanted: WantedCell, parts: NamedParts): Cell {
  const { archives, providers, isolation, overrides } = parts;
  // A stand-in hands every call to a program that is a server too.
  const cli: Cell["cli"] =
    archives.kind === "stand-in"
      ? { ...used(parts.cli.artifact), archives: archives.kind }
      : { name: "vault", version: archives.newest, origin: "release", archives: archives.kind };
  const cell = described(wanted, {
    server: used(parts.server.artifact),
    cli,
    terraform: used(parts.terraform),
    providers,
    ...(parts.coderAgent !== undefined && { coderAgent: used(parts.coderAgent) }),
    ...(parts.coderServer !== undefined && { coderServer: used(parts.coderServer) }),
  });
  return { ...cell, ...(isolation !== undefined && { isolation }), ...(overrides.length > 0 && { overrides }) };
}

function used(found: Artifact | ServerImage): UsedProgram {
  const { name, version, sha256, fetched } = found;
  const origin = found.origin === "cache" ? fetched : found.origin;
  const image = "published" in found ? found.published : undefined;
  return {
    name,
    version,
    sha256,
    ...(origin !== undefined && { origin }),
    ...(image !== undefined && { image }),
  };
}

/** A cell that is not available, as far as its words say what it would have been. */
export function cellOfWords(wanted: WantedCell): Cell {
  const server = programOf(parseServer(wanted.server || "openbao"));
  const cli = wanted.cli === "" ? server : programOf(parseServer(wanted.cli));
  return described(wanted, {
    server,
    cli: { ...cli, archives: "stand-in" },
    terraform: programOf(parseTerraform(wanted.terraform)),
    ...(wanted.coderAgent !== "" && { coderAgent: { name: "coder", version: "unknown" } }),
    ...(wanted.coderServer && { coderServer: { name: "coder", version: "unknown" } }),
    providers: { "coder/coder": wanted.coder || coderVersion },
  });
}

function programOf({ name, version = "unknown" }: Wanted): Program {
  return { name, version };
}

function described(
  { runtime, agent, coder, cli: otherCli, asked }: WantedCell,
  programs: Pick<Cell, "server" | "cli" | "terraform" | "providers" | "coderAgent" | "coderServer">,
): Cell {
  const { server, cli, terraform, coderAgent, coderServer } = programs;
  const others = [
    ...(coderServer === undefined ? (coderAgent === undefined ? [] : ["real-agent"]) : ["real-coder"]),
    ...(otherCli === "" ? [] : [`cli-${cli.name}-${cli.version}`]),
    ...(coder === "" || coder === coderVersion ? [] : [`coder-${coder}`]),
  ];
  const id = [runtime, inId(server), inId(terraform), agent, ...others].join("-");
  return { id, runtime, ...programs, agent, ...(asked === undefined ? {} : { asked }) };
}

/** What an option named is whatever its maker says it is: its content is a part of its name, and nothing about another server is about it. */
function inId({ name, version, origin, sha256 = "" }: UsedProgram): string {
  return `${name}-${version}${origin === "named" ? `-custom-${sha256.slice(0, 8)}` : ""}`;
}
