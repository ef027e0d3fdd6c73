import type { AgentKind, RuntimeKind } from "../model/index.ts";

/** A cell as it is asked for, in words. An empty word stands for what the run finds out. */
export interface WantedCell {
  readonly runtime: RuntimeKind;
  /** Such as `openbao@2.7.2`; empty: the newest that is available. */
  readonly server: string;
  /** The CLI behind the stand-ins in workspaces, in the words of a server; empty: the server's own program. */
  readonly cli: string;
  /** Such as `tofu@1.10.10`. */
  readonly terraform: string;
  readonly agent: AgentKind;
  /** `real`, or the path of a coder binary; empty: the imitation of Coder's agent. */
  readonly coderAgent: string;
  /** Whether a real Coder server builds workspaces; default: the harness's imitation of its provisioner. */
  readonly coderServer?: true;
  /** The version of the coder/coder provider; empty: the one that the harness is made with. */
  readonly coder: string;
  /** The words of a matrix, by axis, or of options that this cell was made of. */
  readonly asked?: Readonly<Record<string, string>>;
}

/** A cell of some words, and of defaults for all others. */
export function wantedCell(words: Partial<WantedCell> = {}): WantedCell {
  const { agent, runtime } = { agent: "debian", runtime: "process" } as const;
  return { runtime, server: "", cli: "", terraform: "terraform", agent, coderAgent: "", coder: "", ...words };
}

/** Every server with every agent. */
export function product(
  servers: readonly string[],
  agents: readonly AgentKind[],
  others: Partial<Omit<WantedCell, "server" | "agent">> = {},
): readonly WantedCell[] {
  const kinds = agents.length === 0 ? [wantedCell().agent] : agents;
  const words = servers.length === 0 ? [wantedCell().server] : servers;
  return words.flatMap((server) => kinds.map((agent) => wantedCell({ ...others, server, agent })));
}
