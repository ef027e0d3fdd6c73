import { isBad, type Result, type ScenarioResult } from "../../harness/model/report/index.ts";

/** A result with the requirement that it is of. */
export type NamedResult = Pick<Result, "scenario" | "token" | "outcome" | "reason" | "blockedBy"> &
  Pick<ScenarioResult, "requirement" | "failure">;

/** A line for each result that is a `fail` or an `error`, or is `blocked`, with the last line that its start script printed. */
export function complaintsOf(results: readonly NamedResult[]): readonly string[] {
  return results
    .filter(({ outcome }) => isBad(outcome))
    .map(({ requirement, scenario, token, outcome, reason, blockedBy, failure }) => {
      const last = failure?.evidence.startupLog?.trimEnd().split("\n").at(-1);
      const log = last ? `; the start script's last line: ${last}` : "";
      return `${requirement} ${scenario} [${token}] ${outcome}${blockedBy ? ` by ${blockedBy}` : ""}${reason ? `: ${reason}` : ""}${log}`;
    });
}
