import { requirements } from "../../scenarios/requirements.ts";
import { type ExitStatus, exitStatus } from "../errors/index.ts";
import { discoverScenarios, scenariosFolder } from "../run/index.ts";

/** Prints the catalogue, with the scenarios that check each requirement. */
export async function list(json: boolean): Promise<ExitStatus> {
  const scenarios = await discoverScenarios(scenariosFolder);
  const entries = requirements.map((requirement) => ({
    ...requirement,
    scenarios: scenarios.filter((scenario) => scenario.requirement === requirement.id).map((scenario) => scenario.name),
  }));
  const text = json ? JSON.stringify(entries, undefined, 2) : entries.map(toLines).join("\n");
  process.stdout.write(`${text}\n`);
  return exitStatus.conforms;
}

function toLines(entry: {
  id: string;
  title: string;
  profile: string;
  tokens: readonly string[];
  scenarios: readonly string[];
}): string {
  return `${entry.id.padEnd(10)} ${entry.title}\n${" ".repeat(11)}${entry.profile}; ${entry.tokens.join(", ")}; ${entry.scenarios.join(", ")}`;
}
