import { type Requirement, requirements } from "../../scenarios/requirements.ts";
import { type ExitStatus, exitStatus } from "../errors/index.ts";
import { discoverScenarios, scenariosFolder } from "../run/index.ts";

interface Entry extends Requirement {
  /** Names of those that check it. */
  readonly scenarios: readonly string[];
}

const indent = 11;

/** Prints the catalogue, with the scenarios that check each requirement. */
export async function list(json: boolean): Promise<ExitStatus> {
  const scenarios = await discoverScenarios(scenariosFolder);
  const entries = requirements.map(
    (requirement): Entry => ({
      ...requirement,
      scenarios: scenarios
        .filter((scenario) => scenario.requirement === requirement.id)
        .map((scenario) => scenario.name),
    }),
  );
  const text = json ? JSON.stringify(entries, undefined, 2) : entries.map(toLines).join("\n");
  process.stdout.write(`${text}\n`);
  return exitStatus.conforms;
}

function toLines({ id, title, profile, tokens, basis, scenarios }: Entry): string {
  const below = [[profile, tokens.join(", "), ...scenarios].join("; "), `basis: ${basis}`];
  return [`${id.padEnd(indent)}${title}`, ...below.map((line) => " ".repeat(indent) + line)].join("\n");
}
