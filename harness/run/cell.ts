import { type CliArchives, coderVersion, parseServer, parseTerraform, type Wanted } from "../artifacts/index.ts";
import type { Cell, Program } from "../report/index.ts";
import type { CellParts } from "./parts.ts";
import type { CompleteCell } from "./wanted.ts";

interface NamedParts extends Pick<CellParts, "server" | "cli" | "terraform"> {
  readonly archives: CliArchives;
  /** Provider to version. */
  readonly providers: Readonly<Record<string, string>>;
}

/** A cell as the report has it. */
export function cellOf(wanted: CompleteCell, parts: NamedParts): Cell {
  const { archives, providers } = parts;
  const program = ({ name, version }: Program) => ({ name, version });
  // A stand-in hands every call to a program that is a server too.
  const cli =
    archives.kind === "stand-in"
      ? { ...program(parts.cli.program), archives: archives.kind }
      : { name: "vault", version: archives.newest, archives: archives.kind };
  return described(wanted, {
    server: program(parts.server.program),
    cli,
    terraform: program(parts.terraform),
    providers,
  });
}

/** A cell that cannot be had, as far as its words say what it would have been. */
export function cellOfWords(wanted: CompleteCell): Cell {
  const server = programOf(parseServer(wanted.server || "openbao"));
  const cli = wanted.cli === "" ? server : programOf(parseServer(wanted.cli));
  return described(wanted, {
    server,
    cli: { ...cli, archives: "stand-in" },
    terraform: programOf(parseTerraform(wanted.terraform)),
    providers: { "coder/coder": wanted.coder || coderVersion },
  });
}

function programOf({ name, version = "unknown" }: Wanted): Program {
  return { name, version };
}

function described(
  { runtime, agent, coder, cli: otherCli, asked }: CompleteCell,
  programs: Pick<Cell, "server" | "cli" | "terraform" | "providers">,
): Cell {
  const { server, cli, terraform } = programs;
  const named = [server, terraform].map(({ name, version }) => `${name}-${version}`);
  const others = [
    ...(otherCli === "" ? [] : [`cli-${cli.name}-${cli.version}`]),
    ...(coder === "" || coder === coderVersion ? [] : [`coder-${coder}`]),
  ];
  const id = [runtime, ...named, agent, ...others].join("-");
  return { id, runtime, ...programs, agent, ...(asked === undefined ? {} : { asked }) };
}
