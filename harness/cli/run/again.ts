import { resolve } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import type { Cell } from "../../model/index.ts";
import type { Report, TokenKind } from "../../model/report/index.ts";
import { type PlannedCell, type PlannedScenario, type WantedCell, wantedCell } from "../../plan/index.ts";
import { type NamedReport, toolWordsOf, wordOf } from "../../report/index.ts";
import { named, shellWord } from "../../text/index.ts";
import { oneOf } from "../check.ts";
import { choices } from "../choices.ts";
import type { CommonOptions } from "./plan.ts";
import type { TemplateOptions } from "./template.ts";

/** What a run with `--again` runs. */
export interface AgainPlan {
  readonly cells: readonly PlannedCell[];
  /** What it leaves out, in a sentence. */
  readonly leftOut: string;
}

/**
 * The options of a run with `--again`. The module, the template and the options that change what is tested come from the
 * report unless they are typed.
 */
export function repeated<T extends AgainOptions>(options: T, { subject, template, cells }: Report): T & AgainOptions {
  const overrides = new Set(cells.flatMap((cell) => cell.overrides ?? []));
  const archives = choices.cliArchives.find((kind) => overrides.has(`--cli-archives ${kind}`));
  const pairs = (values: Readonly<Record<string, string>> = {}) => {
    const words = Object.entries(values).map(([name, value]) => `${name}=${value}`);
    return words.length === 0 ? undefined : words;
  };
  const ofTemplate = template !== undefined && {
    template: options.template ?? template.source,
    parameter: options.parameter ?? pairs(template.parameters),
    modules: options.modules ?? template.modules,
  };
  return {
    ...options,
    module: options.module ?? subject.source,
    ignoreState: options.ignoreState ?? subject.ignored !== undefined,
    terraformNetwork: options.terraformNetwork ?? overrides.has("--terraform-network"),
    ...(options.cliArchives === "auto" && archives !== undefined && { cliArchives: archives }),
    ...ofTemplate,
  };
}

/** The options that {@link repeated} takes from a report unless they are typed. */
export interface AgainOptions {
  readonly module?: string | undefined;
  readonly ignoreState?: boolean | undefined;
  readonly terraformNetwork?: boolean | undefined;
  readonly cliArchives: string;
  readonly template?: string | undefined;
  readonly parameter?: readonly string[] | undefined;
  readonly modules?: string | undefined;
}

/** Options for what the report decides. */
const taken = ["server", "agent", "terraform", "cli", "coder", "coderAgent", "shard", "vaultBinary"] as const;

/**
 * Finds the chosen scenarios that did not pass in an earlier report, each with the tokens of those results. A cell that was
 * not available is left out.
 * @throws WrongInput `option.again`, `again.template`, `again.values`, `again.server`, `again.nothing`
 */
export function planAgain(
  { report, where }: NamedReport,
  chosen: readonly PlannedScenario[],
  options: Readonly<Partial<Record<(typeof taken)[number], unknown>>> &
    Pick<TemplateOptions, "template" | "variable"> &
    Pick<CommonOptions, "input"> & { readonly runtime: string; readonly providers?: string },
): AgainPlan {
  const given = taken.find((option) => options[option] !== undefined);
  if (given !== undefined) {
    const option = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const problem = `--again takes its cells from the report and cannot be combined with --${option}.`;
    throw new WrongInput("option.again", problem, `Leave --${option} out, or run without --again.`, { option });
  }
  checkTemplate(report, options.template);
  checkValues(report, options);
  checkServers(report);
  const cells = report.cells
    .map((cell) => ({ wanted: wantedAgain(cell, options.runtime), scenarios: unpassedIn(report, cell, chosen) }))
    .filter(({ scenarios }) => scenarios.length > 0);
  if (cells.length === 0) {
    const problem = `Everything that you selected passed in ${named(where)}.`;
    throw new WrongInput("again.nothing", problem, "Run without --again to run everything.", { where });
  }
  return { cells, leftOut: `Filtered: --again, what did not pass in the report of ${report.startedAt}.` };
}

/** What did not pass in workspaces of one template says nothing about those of another. */
function checkTemplate({ template }: Report, given: string | undefined): void {
  const [due, found] = [template?.source, given].map((folder) => folder && resolve(folder));
  if (due === found) return;
  const theirs = template === undefined ? "the harness's own template" : `the template ${named(template.source)}`;
  const problem = `The report's workspaces used ${theirs}, and --template names another.`;
  throw new WrongInput("again.template", problem, "Leave --template out: --again takes it from the report.");
}

/** The report has only the names: a value may be a secret, and a folder belongs to one machine. */
function checkValues(
  { subject: { inputs = [] }, template, cells }: Report,
  given: Pick<CommonOptions, "input"> & Pick<TemplateOptions, "variable"> & { readonly providers?: string },
): void {
  const lacks = (option: string, names: readonly string[], words: readonly string[] = []) =>
    names
      .filter((name) => !words.some((word) => word.startsWith(`${name}=`)))
      .map((name) => `${option} ${shellWord(`${name}=VALUE`)}`);
  const usedProviders = cells.some(({ overrides = [] }) => overrides.includes("--providers"));
  const lacking = [
    ...lacks("--input", inputs, given.input),
    ...lacks("--variable", template?.variables ?? [], given.variable),
    ...(usedProviders && given.providers === undefined ? ["--providers DIR"] : []),
  ];
  if (lacking.length === 0) return;
  const problem = "The report's run had options whose values reports leave out.";
  throw new WrongInput("again.values", problem, `Give the same values again: ${lacking.join(" ")}`, { lacking });
}

/** Another server of the same version would say nothing about what did not pass on that one. */
function checkServers({ cells }: Report): void {
  const custom = cells.find(({ server, coderAgent }) => [server.origin, coderAgent?.origin].includes("named"));
  if (custom === undefined) return;
  const [what, option] = custom.server.origin === "named" ? ["servers", "--vault-binary"] : ["agents", "--coder-agent"];
  const problem = `The ${what} of the cell ${named(custom.id)} was an executable of your own, which --again cannot find.`;
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
    ...(cell.coderServer !== undefined && { coderServer: true }),
    ...toolWordsOf(cell),
    ...(cell.asked !== undefined && { asked: cell.asked }),
  });
}
