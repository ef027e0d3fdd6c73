import type { Outcome } from "../../harness/model/report/index.ts";

/**
 * The outcome of a requirement that proves something, `undefined` where it has no result. Unlike in a report, an error
 * beside a failure is an error: nothing is proved by a run in which the harness could not tell. What is blocked proves no failure.
 */
export function provenBy(outcomes: readonly Outcome[]): Outcome | undefined {
  return (["error", "fail", "blocked"] as const).find((outcome) => outcomes.includes(outcome)) ?? outcomes[0];
}
