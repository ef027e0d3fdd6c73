import { lasting, type PlannedCell, type PlannedScenario } from "../../plan/index.ts";
import { counted } from "../../text/index.ts";

/**
 * What a plan would run, a line each: its cells with how long each takes, and the scenarios of each with their tokens. Cells
 * that run the same share a list.
 */
export function listedPlan(cells: readonly PlannedCell[], jobs: number): readonly string[] {
  const alike = Map.groupBy(cells, ({ scenarios }) => scenarios.map(scenarioWords).join("\n"));
  const lists = [...alike.values()].flatMap((own) => [
    ...own.map((cell) => `${cellWords(cell)}  ${workWords(cell.scenarios, jobs)}`),
    ...(own[0]?.scenarios ?? []).map((scenario) => `  ${scenarioWords(scenario)}`),
    "",
  ]);
  const all = cells.flatMap(({ scenarios }) => scenarios);
  return [...lists, `${counted(cells.length, "cell")}: ${workWords(all, jobs)}, ${jobs} at a time.`];
}

function scenarioWords({ requirement, name, tokens }: PlannedScenario): string {
  const kinds = tokens.filter((token) => token !== "none").map((token) => `[${token}]`);
  return [requirement.padEnd(10), name, ...kinds].join(" ");
}

function cellWords({ wanted: { runtime, server, cli, terraform, coder, agent } }: PlannedCell): string {
  return [
    server === "" ? "the newest server available" : server,
    ...(cli === "" ? [] : [`CLI ${cli}`]),
    terraform,
    ...(coder === "" ? [] : [`coder ${coder}`]),
    `${agent} workspace`,
    `${runtime} runtime`,
  ].join(", ");
}

function workWords(scenarios: readonly PlannedScenario[], jobs: number): string {
  const results = scenarios.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const work = scenarios.reduce((sum, { usualMs }) => sum + usualMs, 0);
  return `${counted(scenarios.length, "scenario")}, ${counted(results, "result")}, about ${lasting(work / jobs)}`;
}
