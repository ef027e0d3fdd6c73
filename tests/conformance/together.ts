import { availableParallelism } from "node:os";
import type { Interruption } from "../../harness/cli/interruption.ts";
import type { Cell, RuntimeKind } from "../../harness/model/index.ts";
import { planScenarios, product, scenarioFiles } from "../../harness/plan/index.ts";
import {
  type PlayedResult,
  playScenarios,
  prepareRun,
  type ScenarioListener,
  type TokenKind,
  type TriedModule,
} from "../../harness/run/index.ts";
import { openRun } from "../../harness/runtime/index.ts";
import { requirements } from "../../scenarios/requirements.ts";

/** What several modules are tried with, as `run` takes it. */
export interface TogetherOptions {
  readonly runtime: RuntimeKind;
  readonly token?: TokenKind | undefined;
  readonly servers?: readonly string[] | undefined;
  /** Requirements or scenarios, by id, name or glob. */
  readonly only?: readonly string[] | undefined;
  /** Scenarios at the same time; default: as many as there are cores. */
  readonly jobs?: number | undefined;
  readonly interruption: Interruption;
  readonly ended?: ScenarioListener["ended"];
}

/** What came of it. */
export interface Together {
  /** Of all modules, told apart by their names. */
  readonly results: readonly PlayedResult[];
  readonly cells: readonly Cell[];
}

/**
 * Tries modules one beside the other in a single run, as `run` tries one: they share its servers, and what a run costs
 * once.
 */
export async function tryTogether(
  modules: readonly TriedModule[],
  { runtime, token, servers, only, jobs = availableParallelism(), interruption, ended = () => {} }: TogetherOptions,
): Promise<Together> {
  const kind = token === undefined ? {} : { token };
  const selection = { ...kind, ...(only === undefined ? {} : { only }) };
  const scenarios = planScenarios(scenarioFiles(requirements), selection);
  await using scope = await openRun(false);
  const { signal } = interruption;
  interruption.defer(scope.stop);
  const examples = scenarios.flatMap((scenario) => scenario.examples);
  await using prepared = await prepareRun({
    ...kind,
    cells: product(servers ?? [], [], { runtime }),
    modules,
    examples,
    scope,
    signal,
    progress: () => {},
  });
  const results = await playScenarios(
    prepared.cells.map((cell) => ({ ...cell, scenarios })),
    { jobs, listener: { began: () => {}, ended } },
  );
  return { results, cells: prepared.cells.map(({ cell }) => cell) };
}
