import { sideBySide, type Verdicts } from "../conformance/verdicts.ts";

/** A run's set of verdicts, with the run's name. */
export interface NamedVerdicts {
  readonly run: string;
  readonly verdicts: Verdicts;
}

/** What several runs of one catalogue have in common. */
export interface Steadiness {
  /** The size of the largest group of runs whose sets are identical. */
  readonly identical: number;
  /** A sentence for each result that differed, or that the harness could not tell. */
  readonly problems: readonly string[];
}

/** How far the runs agree. An `error` is a problem even if all have it. */
export function steadinessOf(runs: readonly NamedVerdicts[]): Steadiness {
  const sets = Map.groupBy(runs, ({ verdicts }) => JSON.stringify([...verdicts].sort()));
  const problems = sideBySide(runs.map(({ verdicts }) => verdicts)).flatMap(({ name, found }) => {
    const groups = Map.groupBy(runs.keys(), (at) => found[at] ?? "");
    const isTold = !found.some((outcome) => outcome.includes("error"));
    return isTold && groups.size === 1 ? [] : [`${name}: ${told(groups, runs)}`];
  });
  return { identical: Math.max(0, ...[...sets.values()].map((group) => group.length)), problems };
}

/** The most frequent outcome by its count, the others by the names of their runs. */
function told(groups: ReadonlyMap<string, readonly number[]>, runs: readonly NamedVerdicts[]): string {
  const [usual, ...others] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  const rest = others.map(([outcome, places]) => `${outcome} in ${places.map((at) => runs[at]?.run).join(", ")}`);
  return [`${usual?.[0]} ${usual?.[1].length} times`, ...rest].join("; ");
}
