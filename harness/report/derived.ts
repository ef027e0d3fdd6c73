import { isNamed } from "../excuses/index.ts";
import type { CatalogueEntry, Derivation, Failure, Outcome, Result } from "../model/report/index.ts";
import { listed } from "../text/index.ts";
import { outcomeOf } from "../verdict/index.ts";

/** A requirement with its results and its failures, each in their order. */
export interface Group {
  readonly entry: Described;
  readonly results: readonly Result[];
  readonly failures: readonly Failure[];
  readonly derivedFrom?: readonly string[];
}

/** What a report says of a requirement itself. */
export type Described = Omit<CatalogueEntry, "derived" | "everyStart">;

/** Takes out of an entry of the catalogue, which may have more than its type, what a report says of it. */
export function described({ id, title, profile, means, basis, files }: CatalogueEntry): Described {
  return {
    ...{ id, title, profile },
    ...(means !== undefined && { means }),
    ...(basis !== undefined && { basis }),
    ...(files !== undefined && { files }),
  };
}

/** An entry of the catalogue that follows from others. */
export type DerivedEntry = CatalogueEntry & { readonly derived: Derivation };

const shownCulprits = 20;

/** The entries of a catalogue that follow from others. */
export function derivedEntries(catalogue: readonly CatalogueEntry[]): readonly DerivedEntry[] {
  return catalogue.filter((entry): entry is DerivedEntry => entry.derived !== undefined);
}

/** What follows from the results of other requirements: one result for each cell that has any of theirs, with the outcome that those have together. */
export function derivedGroup(entry: DerivedEntry, groups: readonly Group[]): Group {
  const sources = groups.filter((group) => isSource(group.entry, entry.derived));
  const byCell = new Map<string, Sum>();
  for (const group of sources) for (const result of group.results) addTo(byCell, group, result);
  const derived = [...byCell].map(([cell, { outcomes, culprits }]) => {
    const outcome = outcomeOf([...outcomes]);
    return derivedResult({
      entry,
      cell,
      outcome,
      culprits: culprits.filter(({ result }) => result.outcome === outcome),
    });
  });
  return {
    entry: described(entry),
    results: derived.map(({ result }) => result),
    failures: derived.flatMap(({ failure }) => failure ?? []),
    derivedFrom: sources.filter(({ results }) => results.length > 0).map((group) => group.entry.id),
  };
}

interface Culprit {
  readonly group: Group;
  readonly result: Result;
}

/** What came up in one cell. */
interface Sum {
  readonly outcomes: Set<Outcome>;
  /** All that did not pass. */
  readonly culprits: Culprit[];
}

function addTo(byCell: Map<string, Sum>, group: Group, result: Result): void {
  const sum = byCell.get(result.cell) ?? { outcomes: new Set(), culprits: [] };
  sum.outcomes.add(result.outcome);
  if (result.outcome !== "pass") sum.culprits.push({ group, result });
  byCell.set(result.cell, sum);
}

/** Whether a requirement is one of those that others follow from. */
export function isSource(
  { id, profile }: Pick<CatalogueEntry, "id" | "profile">,
  { from, profiles = [] }: Derivation,
): boolean {
  return profiles.includes(profile) || from.some((word) => isNamed(id, word));
}

interface Conclusion {
  readonly entry: DerivedEntry;
  readonly cell: string;
  readonly outcome: Outcome;
  readonly culprits: readonly Culprit[];
}

interface DerivedResult {
  readonly result: Result;
  readonly failure?: Failure;
}

function derivedResult(conclusion: Conclusion): DerivedResult {
  const { entry, cell, outcome, culprits } = conclusion;
  const key = { scenario: entry.derived.scenario, token: "none", cell } as const;
  if (outcome === "pass") return { result: { ...key, outcome, durationMs: 0 } };
  const reason = reasonOf(conclusion);
  const result: Result = { ...key, outcome, durationMs: 0, reason };
  if (outcome === "unsupported") return { result };
  if (outcome === "blocked") return { result: { ...result, blockedBy: culprits[0]?.result.blockedBy ?? entry.id } };
  return { result, failure: { requirement: entry.id, ...key, outcome, ...detailsOf(entry, culprits, reason) } };
}

const did: Readonly<Record<Outcome, string>> = {
  fail: "failed",
  error: "has no verdict",
  blocked: "is blocked",
  unsupported: "is unsupported",
  pass: "passed",
};

function reasonOf({ cell, outcome, culprits }: Conclusion): string {
  const names = [...Map.groupBy(culprits, ({ group }) => group.entry.id)].map(([id, own]) => {
    const tokens = [...new Set(own.map(({ result }) => result.token))].filter((token) => token !== "none");
    return tokens.length === 0 ? id : `${id} [${tokens.join(", ")}]`;
  });
  return `On ${cell} this ${did[outcome]}: ${listed(names, shownCulprits)}.`;
}

function detailsOf({ id, title, derived }: DerivedEntry, culprits: readonly Culprit[], reason: string) {
  const said = culprits.map(observedIn)[0];
  const words = [...derived.from, ...(derived.profiles ?? []).map((profile) => `the profile ${profile}`)];
  return {
    expected: `${title}: no result of ${words.join(", ")} fails in this cell.`,
    observed: said === undefined ? reason : `${reason} The first one observed: ${said}`,
    diagnosis: `${id} has no scenario of its own: it follows from those results. See their entries.`,
    evidence: {},
  };
}

function observedIn({ group, result }: Culprit): string | undefined {
  const { scenario, token, cell, outcome } = result;
  const own = group.failures.find(
    (one) => one.cell === cell && one.scenario === scenario && one.token === token && one.outcome === outcome,
  );
  return own?.observed ?? result.reason;
}
