import { type AgentKind, agentKinds } from "../model/index.ts";

interface Choices {
  readonly runtime: readonly ["auto", "docker", "process"];
  readonly token: readonly ["oidc", "custom"];
  readonly agent: readonly AgentKind[];
  readonly cliArchives: readonly ["auto", "genuine", "stand-in"];
}

/** The words that options of `run` take. */
export const choices: Choices = {
  runtime: ["auto", "docker", "process"],
  token: ["oidc", "custom"],
  agent: agentKinds,
  cliArchives: ["auto", "genuine", "stand-in"],
};

/** What a cell is asked for by a word of `--coder-agent`. */
export function agentWord(word: string): string {
  return word === "imitated" ? "" : word;
}
