import type { Artifact, CliArchives } from "../artifacts/index.ts";
import type { Cell } from "../report/index.ts";
import type { AgentKind, RuntimeKind } from "../runtime/index.ts";
import type { ServerProgram } from "../vault/index.ts";

/** What a cell is made of. */
export interface CellParts {
  readonly server: ServerProgram;
  readonly archives: CliArchives;
  readonly terraform: Artifact;
  readonly providers: Readonly<Record<string, string>>;
  readonly agent: AgentKind;
  readonly runtime: RuntimeKind;
}

/** A cell as the report has it. */
export function cellOf({ server, archives, terraform, providers, agent, runtime }: CellParts): Cell {
  const program = { name: server.name, version: server.version };
  return {
    id: `${runtime}-${server.name}-${server.version}-${terraform.name}-${terraform.version}-${agent}`,
    runtime,
    server: program,
    cli: cliOf(archives, program),
    terraform: { name: terraform.name, version: terraform.version },
    providers,
    agent,
  };
}

/** Stand-ins hand every call to the server's own program, which is a CLI too. */
function cliOf(archives: CliArchives, server: Cell["server"]): Cell["cli"] {
  if (archives.kind === "stand-in") return { ...server, archives: "stand-in" };
  return { name: "vault", version: archives.newest, archives: "genuine" };
}
