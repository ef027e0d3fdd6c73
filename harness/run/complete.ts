import type { SerializedError } from "vitest";
import type { TestModule } from "vitest/node";
import type { PlannedScenario } from "./discover.ts";
import { type PlayedResult, type ResultCollector, type ScenarioListener, toResult } from "./reporter.ts";
import { isTriedAgainst, type RunSettings } from "./settings.ts";

interface Plan {
  readonly cells: readonly (Pick<RunSettings, "cell" | "subjects"> & {
    readonly scenarios: readonly PlannedScenario[];
  })[];
  readonly listener: ScenarioListener;
}

/**
 * The results that Vitest gave, and an error for each that it did not give: a file that does not load, a worker that
 * dies or a rejection that nobody handles must not make a report shorter or better.
 */
export function completeResults(collected: ResultCollector, plan: Plan): readonly PlayedResult[] {
  const stray = collected.unhandled.filter((error) => fileOf(error) === undefined);
  const missing = plan.cells.flatMap((cell) =>
    cell.scenarios.flatMap((scenario) => missingOf(collected, scenario, cell)),
  );
  for (const result of missing)
    plan.listener.ended(`${result.requirement} ${result.scenario} [${result.token}]`, result);
  const paths = new Map(plan.cells.flatMap(({ scenarios }) => scenarios.map(({ name, path }) => [name, path])));
  const told = collected.results.map((result) => {
    const own = collected.unhandled.find((error) => fileOf(error) === paths.get(result.scenario));
    // Nobody knows which scenario a stray error belongs to, unless some have no result.
    const error = own ?? (missing.length === 0 ? stray[0] : undefined);
    return error === undefined ? result : spoilt(result, error);
  });
  return [...told, ...missing];
}

function missingOf(
  collected: ResultCollector,
  scenario: PlannedScenario,
  { cell, subjects }: Plan["cells"][number],
): readonly PlayedResult[] {
  const modules = collected.modules.filter((one) => one.moduleId === scenario.path && one.project.name === cell);
  const unended = modules
    .flatMap((one) => [...one.children.allTests()])
    .filter((test) => test.result().state === "pending")
    .map(toResult);
  const known = [...collected.results, ...unended].filter((one) => one.scenario === scenario.name && one.cell === cell);
  const reason = whyMissing(modules, collected.unhandled);
  const { name, requirement, tokens } = scenario;
  const unheard = subjects
    .filter((subject) => isTriedAgainst(subject, requirement))
    .flatMap((subject) => tokens.map((token) => ({ subject: subject.name, token })))
    .filter((one) => !known.some(({ subject, token }) => subject === one.subject && token === one.token))
    .map((one) => ({ ...one, requirement, scenario: name, cell, durationMs: 0 }));
  return [...unended, ...unheard].map((result) => ({ ...result, outcome: "error", reason }));
}

function whyMissing(modules: readonly TestModule[], unhandled: readonly SerializedError[]): string {
  const [error] = [...modules.flatMap((module) => module.errors()), ...unhandled];
  return error === undefined ? "The scenario was not played." : `The scenario did not end: ${inWords(error)}`;
}

function inWords({ message, cause }: SerializedError): string {
  return cause === undefined ? message : `${message} (${cause.message})`;
}

/** A failure stays one: it was seen. */
function spoilt(result: PlayedResult, error: SerializedError): PlayedResult {
  if (result.outcome !== "pass" && result.outcome !== "unsupported") return result;
  return { ...result, outcome: "error", reason: `Something failed while it was played: ${inWords(error)}` };
}

/** Vitest's own name for the file in which an error that nobody handled came up. */
function fileOf(error: SerializedError): string | undefined {
  const path: unknown = error.VITEST_TEST_PATH;
  return typeof path === "string" ? path : undefined;
}
