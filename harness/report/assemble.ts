import type { Cell, Matrix } from "../model/index.ts";
import type { CatalogueEntry, KnownEntry, Report } from "../model/report/index.ts";
import { outcomeOf, summarise } from "../verdict/index.ts";
import { derivedEntries, derivedGroup, type Group } from "./derived.ts";
import { gapsIn } from "./partial.ts";

/** All that the part of a report which its results make is made from. */
export interface Content {
  readonly startedAt: string;
  /** In the catalogue's order; what has no result is left out. */
  readonly groups: readonly Group[];
  readonly cells: readonly Cell[];
  readonly catalogue: readonly CatalogueEntry[];
  /** Whether to add requirements that are derived from others. */
  readonly derives: boolean;
  readonly matrix: Matrix | undefined;
  readonly known: readonly KnownEntry[] | undefined;
  /** What was not run, a sentence each. */
  readonly leftOut: readonly string[];
}

/** The part of a report that its results make; the one way for a run and for a merge, so that both come to the same. */
export function assembled(
  content: Content,
): Pick<Report, "requirements" | "failures" | "summary" | "matrix" | "partial" | "known"> {
  const groups = withDerived(content).filter(({ results }) => results.length > 0);
  const requirements = groups.map(({ entry, results, derivedFrom }) => ({
    ...entry,
    outcome: outcomeOf(results.map(({ outcome }) => outcome)),
    ...(derivedFrom !== undefined && { derivedFrom }),
    results,
  }));
  const { startedAt, matrix, cells, known } = content;
  const partial = [...new Set([...content.leftOut, ...gapsIn({ startedAt, matrix, cells, requirements, known })])];
  return {
    requirements,
    failures: groups.flatMap(({ failures }) => failures),
    summary: summarise(requirements),
    ...(matrix !== undefined && { matrix }),
    ...(known !== undefined && { known }),
    ...(partial.length > 0 && { partial }),
  };
}

function withDerived({ groups, catalogue, derives }: Content): readonly Group[] {
  if (!derives) return groups;
  const derived = new Map(derivedEntries(catalogue).map((entry) => [entry.id, derivedGroup(entry, groups)]));
  if (derived.size === 0) return groups;
  const places = new Map(catalogue.map(({ id }, place) => [id, place]));
  const place = ({ entry }: Group): number => places.get(entry.id) ?? places.size;
  return [...groups.filter(({ entry }) => !derived.has(entry.id)), ...derived.values()].toSorted(
    (a, b) => place(a) - place(b),
  );
}
