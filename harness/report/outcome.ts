import { type ExitStatus, exitStatus } from "../errors/index.ts";
import type { Outcome, Report, Result, Summary } from "./types.ts";

const gravest: readonly Outcome[] = ["fail", "error", "pass"];

/**
 * The one outcome of many: `fail` if any failed, else `error`, else `pass`, else `unsupported` (also of none).
 * The only place where outcomes are combined.
 */
export function outcomeOf(outcomes: readonly Outcome[]): Outcome {
  return gravest.find((outcome) => outcomes.includes(outcome)) ?? "unsupported";
}

/** All results of a report, in its order. */
export function resultsOf(report: Report): readonly Result[] {
  return report.requirements.flatMap(({ results }) => results);
}

/** The outcome of a whole report, from its results and nothing else that it claims. */
export function verdictOf(report: Report): Outcome {
  return outcomeOf(resultsOf(report).map(({ outcome }) => outcome));
}

/** Whether the subject conforms: something passed, nothing failed and nothing erred. */
export function conforms(report: Report): boolean {
  return verdictOf(report) === "pass";
}

/** What a report is said to come to: its outcome, but `partial` where nothing speaks against it and something was left out. */
export type Verdict = Outcome | "partial";

/** See {@link Verdict}. */
export function standingOf(report: Report): Verdict {
  const outcome = verdictOf(report);
  return outcome === "pass" && report.partial !== undefined ? "partial" : outcome;
}

/** The outcome whose colour and sign a verdict has: what is partial is to be looked at, and is no failure. */
export function shownAs(verdict: Verdict): Outcome {
  return verdict === "partial" ? "unsupported" : verdict;
}

const statuses: Readonly<Record<Outcome, ExitStatus>> = {
  pass: exitStatus.conforms,
  fail: exitStatus.doesNotConform,
  unsupported: exitStatus.doesNotConform,
  error: exitStatus.harnessFailed,
};

/**
 * The exit status for a report: 0 conforms, 1 does not (also where nothing could be checked), 4 the harness could not tell.
 * A failure outweighs an error: the subject does not conform, whatever else happened.
 */
export function exitStatusOf(report: Report): ExitStatus {
  return statuses[verdictOf(report)];
}

/** Counts results by outcome. */
export function summarise(results: readonly Result[]): Summary {
  const count = (wanted: Outcome): number => results.filter(({ outcome }) => outcome === wanted).length;
  return { passed: count("pass"), failed: count("fail"), unsupported: count("unsupported"), error: count("error") };
}
