import type { SerializedError } from "vitest";
import type { TestModule } from "vitest/node";
import type { PlannedCell, PlannedScenario } from "../../plan/index.ts";
import { isTriedAgainst, type RunSettings } from "../settings.ts";
import { withFindings } from "./findings.ts";
import {
  type CollectedResult,
  type ResultCollector,
  type RunResult,
  type ScenarioListener,
  toResult,
} from "./reporter.ts";

interface Plan {
  readonly cells: readonly (Pick<RunSettings, "cell" | "subjects"> & Pick<PlannedCell, "scenarios">)[];
  readonly listener: ScenarioListener;
}

/**
 * One result for everything that was planned: what Vitest reported, and an error where it reported nothing, twice, or a
 * result of another requirement. A file that does not load, a worker that dies or a rejection that nobody handles must
 * not make a report shorter or better.
 */
export function completeResults(collected: ResultCollector, plan: Plan): readonly RunResult[] {
  const stray = collected.unhandled.filter((error) => fileOf(error) === undefined);
  const outcomes = plan.cells.flatMap((cell) =>
    cell.scenarios.flatMap((scenario) => outcomesOf(collected, scenario, cell)),
  );
  const faults = outcomes.filter(({ reported }) => reported === undefined);
  for (const { result } of faults)
    plan.listener.ended(`${result.requirement} ${result.scenario} [${result.token}]`, result);
  const results = outcomes.map(({ result, reported }) => {
    if (reported === undefined) return result;
    const own = collected.unhandled.find((error) => fileOf(error) === reported);
    // Nobody knows which scenario a stray error belongs to, unless some have no result.
    const error = own ?? (faults.length === 0 ? stray[0] : undefined);
    return error === undefined ? result : spoilt(result, error);
  });
  return withFindings(results);
}

interface PlannedOutcome {
  readonly result: RunResult;
  /** The scenario file that reported it; left out where the harness made it. */
  readonly reported?: string;
}

function outcomesOf(
  collected: ResultCollector,
  scenario: PlannedScenario,
  { cell, subjects }: Plan["cells"][number],
): readonly PlannedOutcome[] {
  const { name, path, requirement, tokens } = scenario;
  const modules = collected.modules.filter((one) => one.moduleId === path && one.project.name === cell);
  const pending = modules
    .flatMap((one) => [...one.children.allTests()])
    .filter((test) => test.result().state === "pending")
    .map(toResult);
  const reported = collected.results.filter((one) => one.file === path && one.cell === cell);
  const foreign = [...reported, ...pending].find((one) => one.requirement !== requirement);
  const planned = subjects
    .filter((subject) => isTriedAgainst(subject, { requirement, scenario: name }))
    .flatMap((subject) => tokens.map((token) => ({ subject: subject.name, token })));
  const others = reported.filter((one) => !planned.some((key) => isOf(key, one)) && one !== foreign);
  return [
    ...planned.map((key): PlannedOutcome => {
      const base = { ...key, requirement, scenario: name, cell, durationMs: 0, outcome: "error" } as const;
      if (foreign !== undefined) return { result: { ...base, absent: true, reason: registers(name, foreign) } };
      const [first, second] = reported.filter((one) => isOf(key, one));
      if (second !== undefined) return { result: { ...base, reason: registersTwice(name) } };
      if (first !== undefined) return { result: withoutFile(first), reported: path };
      const unended = pending.find((one) => isOf(key, one));
      const reason = whyMissing(modules, collected.unhandled);
      return { result: { ...(unended === undefined ? base : withoutFile(unended)), ...noResult, reason } };
    }),
    // With another kind of token than was planned: seen all the same.
    ...others.map((one): PlannedOutcome => ({ result: withoutFile(one), reported: path })),
  ];
}

const noResult = { outcome: "error", absent: true } as const;

function isOf(key: Pick<RunResult, "subject" | "token">, result: RunResult): boolean {
  return key.subject === result.subject && key.token === result.token;
}

function withoutFile({ file: _, ...result }: CollectedResult): RunResult {
  return result;
}

function registers(name: string, { requirement }: RunResult): string {
  return `The scenario file ${name} registers ${requirement || "a test without a requirement"}, which the plan does not list for it.`;
}

function registersTwice(name: string): string {
  return `The scenario file ${name} registers its scenario twice.`;
}

function whyMissing(modules: readonly TestModule[], unhandled: readonly SerializedError[]): string {
  const [error] = [...modules.flatMap((module) => module.errors()), ...unhandled];
  return error === undefined
    ? "The scenario file registered no scenario."
    : `The scenario did not end: ${inWords(error)}`;
}

function inWords({ message, cause }: SerializedError): string {
  return cause === undefined ? message : `${message} (${cause.message})`;
}

/** A failure stays one: it was seen. */
function spoilt(result: RunResult, error: SerializedError): RunResult {
  if (result.outcome === "fail" || result.outcome === "error") return result;
  const { blockedBy: _, ...rest } = result;
  return { ...rest, outcome: "error", reason: `Something failed while it ran: ${inWords(error)}` };
}

/** Vitest's own name for the file in which an error that nobody handled came up. */
function fileOf(error: SerializedError): string | undefined {
  const path: unknown = error.VITEST_TEST_PATH;
  return typeof path === "string" ? path : undefined;
}
