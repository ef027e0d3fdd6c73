import type { Finding } from "../../model/index.ts";
import type { RunResult } from "./reporter.ts";

/** A finding, and the scenario whose start it is about. */
interface Found extends Finding {
  readonly scenario: string;
}

const mostShown = 10;

/**
 * Results with what was seen in all starts of the run: a requirement fails where any start of the same module in the same
 * cell broke it, whichever scenario that was, and cannot be told where the harness could not see. Requirements that were
 * not run stay out of it.
 */
export function withFindings(results: readonly RunResult[]): readonly RunResult[] {
  const found = new Map<string, Found[]>();
  for (const { subject, cell, scenario, requirement: own, findings = [] } of results) {
    for (const finding of findings) {
      const key = keyOf({ subject, cell, requirement: finding.requirement });
      const all = found.get(key) ?? [];
      all.push({ ...finding, scenario: `${own} (${scenario})` });
      found.set(key, all);
    }
  }
  return results.map((result) => judged(result, found.get(keyOf(result)) ?? []));
}

function keyOf({ subject, cell, requirement }: Pick<RunResult, "subject" | "cell" | "requirement">): string {
  return JSON.stringify([subject, cell, requirement]);
}

function judged(result: RunResult, found: readonly Found[]): RunResult {
  const { blockedBy: _, findings: __, ...rest } = result;
  const seen = found.filter(({ isUnseen }) => !isUnseen);
  if (seen.length > 0 && (result.outcome === "pass" || result.outcome === "blocked"))
    return { ...rest, outcome: "fail", reason: inWords(seen) };
  if (found.length > seen.length && result.outcome === "pass")
    return { ...rest, outcome: "error", reason: inWords(found) };
  return result;
}

function inWords(found: readonly Found[]): string {
  const sentences = [...new Set(found.map(({ scenario, sentence }) => `${scenario}, ${sentence}.`))];
  const more = sentences.length - mostShown;
  return [...sentences.slice(0, mostShown), ...(more > 0 ? [`${more} more of this kind.`] : [])].join("\n");
}
