import { resolve } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import type { Cell } from "../../model/index.ts";
import type { Report, TokenKind } from "../../model/report/index.ts";
import { type PlannedCell, type PlannedScenario, type WantedCell, wantedCell } from "../../plan/index.ts";
import { readReport, toolWordsOf, wordOf } from "../../report/index.ts";
import { named, shellWord } from "../../text/index.ts";
import { oneOf } from "../check.ts";
import { choices } from "../choices.ts";
import type { CommonOptions } from "./plan.ts";
import type { TemplateOptions } from "./template.ts";

/** What a run with `--again` runs. */
export interface AgainPlan {
  readonly cells: readonly PlannedCell[];
  /** What that leaves out, in a sentence. */
  readonly leftOut: string;
}

/** Options that name what the report names already. */
const taken = ["server", "agent", "terraform", "cli", "coder", "coderAgent", "shard", "vaultBinary"] as const;

/**
 * Finds in an earlier report what did not pass, of those scenarios that are chosen, each with the tokens that it did so
 * with. A cell that was not available is left out.
 * @throws WrongInput `option.again`, `again.template`, `again.inputs`, `again.server`, `again.nothing`, and as readReport does
 */
export async function planAgain(
  path: string,
  chosen: readonly PlannedScenario[],
  options: Readonly<Partial<Record<(typeof taken)[number], unknown>>> &
    Pick<TemplateOptions, "template"> &
    Pick<CommonOptions, "input"> & { readonly runtime: string },
): Promise<AgainPlan> {
  const given = taken.find((option) => options[option] !== undefined);
  if (given !== undefined) {
    const option = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const problem = `--again takes its cells from the report, and --${option} names another.`;
    throw new WrongInput("option.again", problem, `Leave --${option} out, or run without --again.`, { option });
  }
  const { report } = await readReport(path);
  checkTemplate(report, options.template);
  checkInputs(report, options.input);
  checkServers(report);
  const cells = report.cells
    .map((cell) => ({ wanted: wantedAgain(cell, options.runtime), scenarios: unpassedIn(report, cell, chosen) }))
    .filter(({ scenarios }) => scenarios.length > 0);
  if (cells.length === 0) {
    const problem = `Everything that is chosen here passed in ${named(path)}.`;
    throw new WrongInput("again.nothing", problem, "Run without --again to run everything.", { path });
  }
  return { cells, leftOut: `Filtered: --again, what did not pass in the report of ${report.startedAt}.` };
}

/** What did not pass in workspaces of one template says nothing about those of another. */
function checkTemplate({ template }: Report, given: string | undefined): void {
  const [due, found] = [template?.source, given].map((folder) => folder && resolve(folder));
  if (due === found) return;
  const theirs = template === undefined ? "the harness's own template" : `the template ${named(template.source)}`;
  const ours = given === undefined ? "is not given" : "names another";
  const problem = `--again takes a report of workspaces of ${theirs}, and --template ${ours}.`;
  const remedy = template === undefined ? "Leave --template out." : "Give that template, its parameters and variables.";
  throw new WrongInput("again.template", problem, remedy);
}

/** The report has their names alone: a value may be a secret. */
function checkInputs({ subject: { inputs = [] } }: Report, given: readonly string[] = []): void {
  const lacking = inputs.filter((name) => !given.some((word) => word.startsWith(`${name}=`)));
  if (lacking.length === 0) return;
  const problem = `The report is of a module that was given ${lacking.map(named).join(", ")} by --input.`;
  const remedy = `Give the same again: ${lacking.map((name) => `--input ${shellWord(`${name}=VALUE`)}`).join(" ")}`;
  throw new WrongInput("again.inputs", problem, remedy, { lacking });
}

/** Another server of the same version would say nothing about what did not pass on that one. */
function checkServers({ cells }: Report): void {
  const custom = cells.find(({ server, coderAgent }) => [server.origin, coderAgent?.origin].includes("named"));
  if (custom === undefined) return;
  const [what, option] = custom.server.origin === "named" ? ["servers", "--vault-binary"] : ["agents", "--coder-agent"];
  const problem = `--again takes its ${what} from where the harness fetches them, and that of the cell ${named(custom.id)} was an executable of your own.`;
  const remedy = `Run with that ${option} and --only instead.`;
  throw new WrongInput("again.server", problem, remedy, { cell: custom.id });
}

function unpassedIn(report: Report, { id }: Cell, chosen: readonly PlannedScenario[]): readonly PlannedScenario[] {
  const results = report.requirements.flatMap((requirement) =>
    requirement.results.filter(({ cell }) => cell === id).map((result) => ({ ...result, requirement: requirement.id })),
  );
  if (results.every(({ outcome }) => outcome === "unsupported")) return [];
  const unpassed = new Map<string, Set<TokenKind>>();
  for (const { requirement, scenario, token } of results.filter(({ outcome }) => outcome !== "pass")) {
    const key = keyOf(requirement, scenario);
    unpassed.set(key, (unpassed.get(key) ?? new Set()).add(token));
  }
  return chosen.flatMap((scenario) => {
    const tokens = unpassed.get(keyOf(scenario.requirement, scenario.name));
    const again = scenario.tokens.filter((token) => tokens?.has(token));
    return again.length === 0 ? [] : [{ ...scenario, tokens: again }];
  });
}

function keyOf(requirement: string, scenario: string): string {
  return `${requirement} ${scenario}`;
}

function wantedAgain(cell: Cell, kind: string): WantedCell {
  return wantedCell({
    runtime: kind === "auto" ? cell.runtime : oneOf("--runtime", ["docker", "process"], kind),
    server: wordOf(cell.server),
    agent: oneOf("the agent of a cell", choices.agent, cell.agent),
    coderAgent: cell.coderAgent === undefined ? "" : "real",
    ...toolWordsOf(cell),
    ...(cell.asked !== undefined && { asked: cell.asked }),
  });
}
