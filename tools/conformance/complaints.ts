import type { Result } from "../../harness/model/report/index.ts";

/** A result with the requirement that it is of. */
export type NamedResult = Pick<Result, "scenario" | "token" | "outcome" | "reason"> & { readonly requirement: string };

/** A line for each result that is a `fail` or an `error`. */
export function complaintsOf(results: readonly NamedResult[]): readonly string[] {
  return results
    .filter(({ outcome }) => outcome === "fail" || outcome === "error")
    .map(
      ({ requirement, scenario, token, outcome, reason }) =>
        `${requirement} ${scenario} [${token}] ${outcome}${reason ? `: ${reason}` : ""}`,
    );
}
