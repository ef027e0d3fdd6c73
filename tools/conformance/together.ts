import { availableParallelism } from "node:os";
import type { Interruption } from "../../harness/cli/interruption.ts";
import type { Cell, RuntimeKind } from "../../harness/model/index.ts";
import { planScenarios, product } from "../../harness/plan/index.ts";
import type { TokenKind, TriedModule } from "../../harness/run/index.ts";
import { prepareRun, runScenarios } from "../../harness/run/index.ts";
import type { RunResult, ScenarioListener } from "../../harness/run/scenarios/index.ts";
import { openRun } from "../../harness/runtime/scope/index.ts";

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
  readonly results: readonly RunResult[];
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
  const selection = { ...(token !== undefined && { token }), ...(only !== undefined && { only }) };
  const scenarios = planScenarios(selection);
  await using scope = await openRun(false);
  const { signal } = interruption;
  interruption.defer(scope.stop);
  await using prepared = await prepareRun({
    cells: product(servers ?? [], [], { runtime }).map((wanted) => ({ wanted, scenarios })),
    modules,
    scope,
    signal,
    progress: () => {},
  });
  const results = await runScenarios(prepared, { jobs, listener: { began: () => {}, ended } });
  return { results, cells: prepared.cells.map(({ cell }) => cell) };
}
