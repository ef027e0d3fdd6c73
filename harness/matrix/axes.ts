import { type AgentKind, agentKinds } from "../model/index.ts";

/** What a matrix varies, in the order in which its cells do: the first most slowly. */
export const axes = ["server", "cli", "terraform", "agent", "agent-program", "runtime", "provider"] as const;

export type Axis = (typeof axes)[number];

const runtimes = ["auto", "docker", "process"] as const;
const agentPrograms = ["imitated", "real"] as const;

/** What has versions. */
export type Versioned = "openbao" | "vault" | "terraform" | "tofu" | "coder/coder";

export type Runtime = (typeof runtimes)[number];
/** The harness's imitation of Coder's agent, or Coder's own. */
export type AgentProgram = (typeof agentPrograms)[number];

export function isAgent(word: string): word is AgentKind {
  return agentKinds.some((agent) => agent === word);
}

export function isAgentProgram(word: string): word is AgentProgram {
  return agentPrograms.some((program) => program === word);
}

export function isRuntime(word: string): word is Runtime {
  return runtimes.some((runtime) => runtime === word);
}

interface Traits {
  /** What one of its values is called. */
  readonly noun: string;
  /** The words that it takes, without versions. */
  readonly names: readonly string[];
  /** Those of them that may have `@` and a version. */
  readonly versioned: readonly Versioned[];
  /** The word of a cell for which none is given. */
  readonly preset?: string;
}

const servers: readonly Versioned[] = ["openbao", "vault"];

/** The axes and the words that they take. */
export const traitsOf: Readonly<Record<Axis, Traits>> = {
  server: { noun: "server", names: servers, versioned: servers },
  cli: { noun: "CLI", names: ["server", ...servers], versioned: servers, preset: "server" },
  terraform: { noun: "Terraform", ...versioned("terraform", "tofu"), preset: "terraform" },
  agent: { noun: "workspace", names: agentKinds, versioned: [], preset: "debian" },
  "agent-program": { noun: "agent program", names: agentPrograms, versioned: [], preset: "imitated" },
  runtime: { noun: "runtime", names: runtimes, versioned: [], preset: "auto" },
  provider: { noun: "provider", ...versioned("coder/coder"), preset: "coder/coder" },
};

function versioned(...names: readonly Versioned[]): Pick<Traits, "names" | "versioned"> {
  return { names, versioned: names };
}
