import type { Report } from "../../harness/model/report/index.ts";

/** Each result by its name, with its outcome; a scenario with a table of cases has several, in their order. */
export type Verdicts = ReadonlyMap<string, string>;

/** A result as several runs have it. */
export interface Comparison {
  readonly name: string;
  /** One outcome for each run; `absent` where it has no such result. */
  readonly found: readonly string[];
}

/** A report's set of verdicts, without what may differ from run to run: times, reasons, the cell. */
export function verdictsOf(report: Report): Verdicts {
  const results = report.requirements.flatMap(({ id, results }) =>
    results.map(({ scenario, token, outcome, blockedBy }) => ({
      name: `${id} ${scenario} [${token}]`,
      outcome: blockedBy === undefined ? outcome : `${outcome} by ${blockedBy}`,
    })),
  );
  const byName = Map.groupBy(results, ({ name }) => name);
  return new Map([...byName].map(([name, all]) => [name, all.map(({ outcome }) => outcome).join(", ")]));
}

/** Every result that any of the sets has, with what each says of it. */
export function sideBySide(sets: readonly Verdicts[]): readonly Comparison[] {
  const names = [...new Set(sets.flatMap((set) => [...set.keys()]))].sort();
  return names.map((name) => ({ name, found: sets.map((set) => set.get(name) ?? "absent") }));
}

/** Whether all runs say the same of a result. */
export function agrees({ found }: Comparison): boolean {
  return new Set(found).size === 1;
}
