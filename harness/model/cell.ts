import type { Cli, UsedProgram } from "./program.ts";

/** Where servers and agents live. */
export type RuntimeKind = "docker" | "process";

/** What stands between the code of a module and this machine. */
export interface Isolation {
  /** What isolates workspaces. */
  readonly workspaces: "docker" | "bubblewrap" | "unshare";
  /** What isolates Terraform and what it starts. */
  readonly terraform: "bubblewrap" | "unshare" | "container" | "unsandboxed";
  /** What SECURITY.md promises and this machine cannot enforce, a sentence each; left out where there is nothing. */
  readonly notEnforced?: readonly string[];
}

/** One combination of server, CLI, Terraform and agent that scenarios were run on. */
export interface Cell {
  readonly id: string;
  readonly runtime: RuntimeKind;
  readonly server: UsedProgram;
  readonly cli: Cli;
  readonly terraform: UsedProgram;
  /** Provider source to version. */
  readonly providers: Readonly<Record<string, string>>;
  readonly agent: string;
  /** Coder's own program, where its agent ran in workspaces; left out where the harness's imitation of it did. */
  readonly coderAgent?: UsedProgram;
  /** Coder's own program, where its server built workspaces; left out where the harness's imitation of it did. */
  readonly coderServer?: UsedProgram;
  /** For each axis of the matrix, or tool that an option named, the word that was asked for, such as `server: "openbao@latest"`, beside what it was resolved to. */
  readonly asked?: Readonly<Record<string, string>>;
  /** What stood between the module's code and the machine. */
  readonly isolation?: Isolation;
  /** Options that changed what was judged, or with what, such as `--providers`; left out where there were none. */
  readonly overrides?: readonly string[];
}

/** Which cells of a report are meant; what is left out may be anything. A program is a name, name@version or name@range. */
export interface CellPattern {
  readonly server?: string;
  readonly cli?: string;
  readonly terraform?: string;
  readonly agent?: string;
  /** Whether Coder's own agent ran in the workspaces, or the harness's imitation of it. */
  readonly "agent-program"?: "imitated" | "real";
  readonly runtime?: "docker" | "process";
}

/** One of the parts that a run was split into; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The matrix whose cells were run. */
export interface Matrix {
  readonly name: string;
  /** `sha256:` and the hash of its file in hex. */
  readonly digest: string;
  /** Left out where this is the whole of it. */
  readonly shard?: Shard;
  /** Ids of all its cells in their order, those of other shards too. */
  readonly cells?: readonly string[];
}
