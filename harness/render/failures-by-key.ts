import type { Failure, Result } from "../model/report/index.ts";

/** Gives for each result that failed or erred, asked for in the report's order, the details that belong to it. */
export type TakeFailure = (requirement: string, result: Result) => Failure | undefined;

/** Two cases of one scenario have one key: their failures come in the order of their results. */
export function failuresByKey(failures: readonly Failure[]): TakeFailure {
  const waiting = Map.groupBy(failures, (failure) => keyOf(failure.requirement, failure));
  const taken = new Map<string, number>();
  return (requirement, result) => {
    if (result.outcome !== "fail" && result.outcome !== "error") return undefined;
    const key = keyOf(requirement, result);
    const place = taken.get(key) ?? 0;
    taken.set(key, place + 1);
    return waiting.get(key)?.[place];
  };
}

function keyOf(requirement: string, { scenario, token, cell, outcome }: Omit<Result, "durationMs">): string {
  return JSON.stringify([requirement, scenario, token, cell, outcome]);
}
