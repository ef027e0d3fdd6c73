import { type ExitStatus, exitStatus } from "../errors/index.ts";
import {
  isBad,
  type Outcome,
  type Report,
  type RequirementReport,
  type Result,
  type Summary,
} from "../model/report/index.ts";
import { judgedByKnown } from "./known/index.ts";

const gravest: readonly Outcome[] = ["fail", "error", "blocked", "pass"];

/**
 * The one outcome of many: `fail` if any failed, else `error`, else `blocked`, else `pass`, else `unsupported` (also of none).
 * A blocked result speaks against the subject only through the failure that blocks it: where that failure is not among the
 * results, an error leaves more open than it does. The only place where outcomes are combined.
 */
export function outcomeOf(outcomes: readonly Outcome[]): Outcome {
  return gravest.find((outcome) => outcomes.includes(outcome)) ?? "unsupported";
}

/** How many results a report has. */
export function resultCount({ requirements }: Pick<Report, "requirements">): number {
  return requirements.reduce((sum, { results }) => sum + results.length, 0);
}

/** One by one: of a million results no list is made for each question. */
function outcomeBut({ requirements }: Report, excused: Pick<ReadonlySet<Result>, "has">): Outcome {
  const outcomes = new Set<Outcome>();
  for (const { results } of requirements)
    for (const result of results) if (!excused.has(result)) outcomes.add(result.outcome);
  return outcomeOf([...outcomes]);
}

/**
 * What a report is said to come to: its outcome, but where nothing speaks against it `stale` where what is listed as a known
 * failure passes, `known` where what failed was expected, and `partial` where something was left out.
 */
export type Verdict = Outcome | "stale" | "known" | "partial";

/** See {@link Verdict}. */
export function standingOf(report: Report): Verdict {
  const { excused, failures, stale } = judgedByKnown(report);
  const outcome = outcomeBut(report, excused);
  if (isBad(outcome)) return outcome;
  if (stale.length > 0) return "stale";
  if (failures.length > 0) return "known";
  return outcome === "pass" && report.partial !== undefined ? "partial" : outcome;
}

const ofProfiles = [/^Filtered: --profile ([a-z ]+)\.$/, /^The matrix .* has only the profiles ([a-z, ]+)\.$/];

/** The profiles that a report is the whole of: nothing speaks against the subject, and only other profiles were left out. */
export function profilesProved(report: Report): readonly string[] {
  if (standingOf(report) !== "partial") return [];
  const named = (report.partial ?? []).map((sentence) =>
    ofProfiles.flatMap((words) => words.exec(sentence)?.[1] ?? []),
  );
  if (named.some((words) => words.length === 0)) return [];
  return named.flat().join(" ").split(/[ ,]+/);
}

/** The outcome whose colour and sign a report has. */
export function shownAs(report: Report): Outcome {
  const verdict = standingOf(report);
  if (profilesProved(report).length > 0) return "pass";
  if (verdict === "stale" || verdict === "blocked") return "fail";
  return verdict === "known" || verdict === "partial" ? "unsupported" : verdict;
}

const statuses: Readonly<Record<Verdict, ExitStatus>> = {
  pass: exitStatus.conforms,
  partial: exitStatus.conforms,
  known: exitStatus.conforms,
  stale: exitStatus.doesNotConform,
  fail: exitStatus.doesNotConform,
  blocked: exitStatus.doesNotConform,
  unsupported: exitStatus.doesNotConform,
  error: exitStatus.harnessFailed,
};

/**
 * The exit status for a report: 0 where nothing speaks against the subject but what is known, 1 where something does (also where
 * nothing could be checked, or where what is listed as known passes), 4 where the harness could not tell.
 * A failure outweighs an error: the subject does not conform, whatever else happened.
 */
export function exitStatusOf(report: Report): ExitStatus {
  return statuses[standingOf(report)];
}

/** Counts results by outcome. */
export function summarise(requirements: readonly Pick<RequirementReport, "results">[]): Summary {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, unsupported: 0, error: 0, blocked: 0 };
  for (const { results } of requirements) for (const { outcome } of results) counts[outcome] += 1;
  const { pass, fail, unsupported, error, blocked } = counts;
  return { passed: pass, failed: fail, unsupported, error, blocked };
}
