import type { ScenarioDeclaration } from "../../scenarios/requirements.ts";
import { agentKinds } from "../model/index.ts";
import { canLack } from "../runtime/index.ts";
import type { Site } from "./site.ts";

/** Why workspaces cannot be made as a scenario wants them, by what is on this machine and in their kind of image. */
export async function lackingProgram(
  { network, settings: { agent } }: Pick<Site, "network" | "settings">,
  { programs = [], without = [], tools = [] }: Pick<ScenarioDeclaration, "programs" | "without" | "tools">,
): Promise<string | undefined> {
  const missing = await firstThatIsNot(programs, (program) => network.offers(program, agent));
  if (missing !== undefined)
    return agent === agentKinds[0]
      ? `workspaces have no ${missing} here: install the package ${missing}`
      : `workspaces of the agent ${agent} have no ${missing}`;
  const kept = without.find((name) => !canLack(agent, name));
  if (kept !== undefined) return `workspaces of the agent ${agent} cannot be without ${kept}: it is their shell`;
  const notBrought = await firstThatIsNot(tools, (program) => network.brings(program));
  return notBrought === undefined
    ? undefined
    : `the harness has no ${notBrought} here: install the package ${notBrought}`;
}

async function firstThatIsNot(
  programs: readonly string[],
  isThere: (program: string) => Promise<boolean>,
): Promise<string | undefined> {
  const found = await Promise.all(programs.map(isThere));
  return programs.find((_, at) => !found[at]);
}
