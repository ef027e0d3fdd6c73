import type { Report, RequirementReport, ResultKey, Summary } from "../model/report/index.ts";
import { outcomeOf, summarise } from "../verdict/index.ts";

/**
 * What a report says that its own results do not bear out, a sentence each; none for a sound report.
 * Finds an outcome, a count or a failure that was edited or left out.
 */
export function contradictionsIn(report: Report): readonly string[] {
  return [
    ...twins("cell", report.cells),
    ...twins("requirement", report.requirements),
    ...report.requirements.flatMap(wrongOutcome),
    ...report.requirements.flatMap(wrongBlocks),
    ...wrongSummary(report),
    ...unknownCells(report),
    ...wrongFailures(report),
    ...wrongShard(report),
  ];
}

function twins(what: string, entries: readonly { readonly id: string }[]): readonly string[] {
  const ids = entries.map(({ id }) => id);
  const repeated = new Set(ids.filter((id, place) => ids.indexOf(id) !== place));
  return [...repeated].map((id) => `the ${what} ${id} occurs twice`);
}

function wrongOutcome({ id, outcome, results }: RequirementReport): readonly string[] {
  const due = outcomeOf(results.map((result) => result.outcome));
  return due === outcome ? [] : [`${id} says ${outcome} where its results make ${due}`];
}

function wrongBlocks({ id, results }: RequirementReport): readonly string[] {
  return results
    .filter(({ outcome, blockedBy }) => (outcome === "blocked") !== (blockedBy !== undefined))
    .map((result) => {
      const says = result.blockedBy === undefined ? "does not say what blocks it" : "says what blocks it";
      return `${keyOf(id, result)} ${says}`;
    });
}

const counts: readonly (keyof Summary)[] = ["passed", "failed", "unsupported", "error", "blocked"];

function wrongSummary(report: Report): readonly string[] {
  const due = summarise(report.requirements);
  return counts
    .filter((name) => due[name] !== report.summary[name])
    .map((name) => `summary.${name} is ${report.summary[name]} where the results make ${due[name]}`);
}

function unknownCells(report: Report): readonly string[] {
  const known = new Set(report.cells.map(({ id }) => id));
  const named = new Set<string>();
  for (const { results } of report.requirements) for (const { cell } of results) named.add(cell);
  return [...named]
    .filter((cell) => !known.has(cell))
    .map((cell) => `results name the cell ${cell}, which is not listed`);
}

function wrongFailures(report: Report): readonly string[] {
  const due = tally(
    report.requirements.flatMap(({ id, results }) =>
      results.filter(({ outcome }) => outcome === "fail" || outcome === "error").map((result) => keyOf(id, result)),
    ),
  );
  const given = tally(report.failures.map((failure) => keyOf(failure.requirement, failure)));
  return [...new Set([...due.keys(), ...given.keys()])]
    .filter((key) => due.get(key) !== given.get(key))
    .map((key) => `${key}: ${due.get(key) ?? 0} results, ${given.get(key) ?? 0} entries in failures`);
}

function wrongShard({ matrix, partial, cells }: Report): readonly string[] {
  const known = matrix?.cells && new Set(matrix.cells);
  const strange = known === undefined ? [] : cells.filter(({ id }) => !known.has(id));
  const odd = strange.map(({ id }) => `the cell ${id} is none of its matrix`);
  const { shard } = matrix ?? {};
  if (shard === undefined) return odd;
  const { index, count } = shard;
  return [
    ...odd,
    ...(index > count ? [`it says that it is shard ${index} of ${count}`] : []),
    ...(partial === undefined ? ["it is a shard of a matrix and does not say that it is partial"] : []),
  ];
}

function keyOf(requirement: string, { scenario, token, cell, outcome }: ResultKey & { outcome: string }): string {
  return `${requirement} ${scenario} [${token}] on ${cell}: ${outcome}`;
}

function tally(keys: readonly string[]): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const key of keys) counted.set(key, (counted.get(key) ?? 0) + 1);
  return counted;
}
