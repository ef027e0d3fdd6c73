import type { WantedCell } from "../plan/index.ts";
import type { FetchedParts } from "./find/index.ts";
import type { PreparedRun } from "./prepare.ts";
import type { RunRequest } from "./request.ts";
import type { RunResult, ScenarioOptions } from "./scenarios/index.ts";

export { jobsThatFit } from "./capacity.ts";
export type { LackingCell, PreparedRun } from "./prepare.ts";
export { readmeExamplePolicy, readmeExampleRole } from "./readme-example.ts";
export type { RunRequest, TriedModule } from "./request.ts";
export { type ServerDefectName, serverDefectNames } from "./server-defects.ts";
export { isTriedAgainst, type RunSettings, type SubjectSettings, type TokenKind } from "./settings.ts";
export { checkSubject } from "./subject.ts";

// What follows rests on most of the harness: a command line that is wrong is not to wait for that to be loaded.

/** What a cell is called in a report, if every version of it is asked for. */
export async function cellIdOf(cell: WantedCell): Promise<string> {
  return (await import("./cell.ts")).cellOfWords(cell).id;
}

/** See prepare.ts. */
export async function prepareRun(request: RunRequest): Promise<PreparedRun> {
  const { prepareRun: prepare } = await import("./prepare.ts");
  const prepared = prepare(request);
  // The engine is loaded while Terraform is at work.
  void import("./scenarios/run-scenarios.ts");
  return await prepared;
}

/** See fetch.ts. */
export async function fetchParts(
  request: Parameters<typeof import("./find/fetch.ts").fetchParts>[0],
): Promise<FetchedParts> {
  return await (await import("./find/fetch.ts")).fetchParts(request);
}

/** See run-scenarios.ts. */
export async function runScenarios(
  prepared: Pick<PreparedRun, "cells" | "lacking">,
  options: ScenarioOptions,
): Promise<readonly RunResult[]> {
  return (await import("./scenarios/run-scenarios.ts")).runScenarios(prepared, options);
}
