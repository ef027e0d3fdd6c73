import type { AgentKind, RuntimeKind } from "../model/index.ts";

/** A cell as it is asked for; what is left out is found out. */
export interface WantedCell {
  /** Default: `process`. */
  readonly runtime?: RuntimeKind;
  /** Such as `openbao@2.7.2`; default: the newest that can be had. */
  readonly server?: string;
  /** The CLI that workspaces have behind stand-ins, in the words of a server; default: the server's own program. */
  readonly cli?: string;
  /** Such as `tofu@1.10.10`; default: `terraform`. */
  readonly terraform?: string;
  /** Default: `debian`. */
  readonly agent?: AgentKind;
  /** The version of the coder/coder provider; default: the one that the harness is made with. */
  readonly coder?: string;
  /** The words of a matrix, by axis, or of options that this cell was made of. */
  readonly asked?: Readonly<Record<string, string>>;
}

/** A cell as it is asked for, with its defaults; an empty word is for what is found out. */
export type CompleteCell = Required<Omit<WantedCell, "asked">> & Pick<WantedCell, "asked">;

const defaults: CompleteCell = {
  runtime: "process",
  server: "",
  cli: "",
  terraform: "terraform",
  agent: "debian",
  coder: "",
};

export function completed(cell: WantedCell): CompleteCell {
  return { ...defaults, ...cell };
}

/** Every server with every agent. */
export function product(
  servers: readonly string[],
  agents: readonly AgentKind[],
  others: Omit<WantedCell, "server" | "agent"> = {},
): readonly WantedCell[] {
  const kinds = agents.length === 0 ? [defaults.agent] : agents;
  const words = servers.length === 0 ? [defaults.server] : servers;
  return words.flatMap((server) => kinds.map((agent) => ({ ...others, server, agent })));
}
