import { isMeant, isNamed } from "../../excuses/index.ts";
import type { Cell, KnownEntry, RequirementReport, Result } from "../../model/index.ts";

/** A result that an entry is about. */
export interface KnownPlace {
  readonly entry: KnownEntry;
  readonly requirement: string;
  readonly result: Result;
}

/** What a list of known failures makes of a report. */
interface KnownJudgement {
  /** Failures that are expected. */
  readonly failures: ReadonlyMap<Result, KnownPlace>;
  /** What is unsupported as was declared. */
  readonly declared: ReadonlyMap<Result, KnownPlace>;
  /** What passes in spite of an entry: one result of each requirement, cell and token. */
  readonly stale: readonly KnownPlace[];
  /** Failures that no entry expects. */
  readonly unlisted: readonly Omit<KnownPlace, "entry">[];
}

interface Judged {
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
  const judgement = own.get(known) ?? judge(report);
  own.set(known, judgement);
  return judgement;
}

function judge({ cells, requirements, known = [] }: Judged): KnownJudgement {
  const failures = new Map<Result, KnownPlace>();
  const declared = new Map<Result, KnownPlace>();
  const stale: KnownPlace[] = [];
  for (const entry of known) {
    const ids = new Set(cells.filter((cell) => isMeant(cell, entry.cell ?? {})).map(({ id }) => id));
    const { outcome = "fail" } = entry;
    const found = outcome === "fail" ? failures : declared;
    for (const { id, results } of requirements.filter((one) => isNamed(one.id, entry.requirement))) {
      for (const group of groupsOf(results.filter((result) => isAbout(entry, result, ids)))) {
        const place = (result: Result): KnownPlace => ({ entry, requirement: id, result });
        const expected = group.filter((result) => result.outcome === outcome);
        for (const result of expected) if (!found.has(result)) found.set(result, place(result));
        const passing = group.find((result) => result.outcome === "pass");
        if (expected.length === 0 && passing !== undefined) stale.push(place(passing));
      }
    }
  }
  const unlisted = requirements.flatMap(({ id, results }) =>
    results
      .filter((result) => result.outcome === "fail" && !failures.has(result))
      .map((result) => ({ requirement: id, result })),
  );
  return { failures, declared, stale, unlisted };
}

function isAbout({ scenario, token }: KnownEntry, result: Result, cells: ReadonlySet<string>): boolean {
  return (
    (token ?? result.token) === result.token &&
    (scenario ?? result.scenario) === result.scenario &&
    cells.has(result.cell)
  );
}

/** A requirement with several scenarios is expected to fail as a whole: one that passes beside one that fails is no news. */
function groupsOf(results: readonly Result[]): Iterable<readonly Result[]> {
  return Map.groupBy(results, ({ token, cell }) => `${token} ${cell}`).values();
}
