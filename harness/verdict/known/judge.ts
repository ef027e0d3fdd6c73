import { type ExcusePlace, type Judgement, judge } from "../../excuses/index.ts";
import type { Cell } from "../../model/index.ts";
import type { KnownEntry, RequirementReport, Result } from "../../model/report/index.ts";

/** A result that an entry is about. */
export type KnownPlace = ExcusePlace<KnownEntry, Result>;

/** What a list of known failures makes of a report. */
interface KnownJudgement extends Judgement<KnownEntry, Result> {
  /** Failures that are expected, and results that are blocked as expected. */
  readonly failures: readonly KnownPlace[];
  /** Failures and blocked results that no entry expects. */
  readonly unlisted: readonly Omit<KnownPlace, "entry">[];
}

interface Judged {
  readonly startedAt: string;
  readonly cells: readonly Cell[];
  readonly requirements: readonly RequirementReport[];
  readonly known?: readonly KnownEntry[] | undefined;
}

const judgements = new WeakMap<readonly RequirementReport[], Map<unknown, KnownJudgement>>();

/** What the list of known failures that a report has makes of its results; each part is empty where it has none. */
export function judgedByKnown(report: Judged): KnownJudgement {
  const { requirements, known } = report;
  const own = judgements.get(requirements) ?? new Map<unknown, KnownJudgement>();
  judgements.set(requirements, own);
  const judgement = own.get(known) ?? judged(report);
  own.set(known, judgement);
  return judgement;
}

/** Whether a list of known failures expects a result, of which nothing else is there yet. */
export function isKnownFailure(
  result: Result & { readonly requirement: string },
  { known, ...run }: Omit<Judged, "requirements">,
): boolean {
  if (known === undefined) return false;
  const { requirement: id, outcome } = result;
  const requirements = [{ id, title: "", profile: "", outcome, results: [result] }];
  return judged({ ...run, known, requirements }).excused.size > 0;
}

/** Entries must hold on the day of the run: a report comes to the same whenever it is looked at. */
function judged({ startedAt, cells, requirements, known = [] }: Judged): KnownJudgement {
  const allows = ({ outcome = "fail" }: KnownEntry) => (outcome === "fail" ? ["fail", "blocked"] : [outcome]);
  const judgement = judge({ entries: known, allows, requirements, cells, on: new Date(startedAt) });
  const failing = requirements.flatMap(({ id, results }) =>
    results.filter(isFailing).map((result) => ({ requirement: id, result })),
  );
  return {
    ...judgement,
    failures: [...judgement.excused.values()].filter(({ result }) => isFailing(result)),
    unlisted: failing.filter(({ result }) => !judgement.excused.has(result)),
  };
}

function isFailing({ outcome }: Result): boolean {
  return outcome === "fail" || outcome === "blocked";
}
