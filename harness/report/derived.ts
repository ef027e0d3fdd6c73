import { counted } from "../text/index.ts";
import { outcomeOf } from "./outcome.ts";
import { isNamed } from "./patterns.ts";
import type { CatalogueEntry, Derivation, FailureDetails, Outcome, ScenarioResult } from "./types.ts";

type Derived = CatalogueEntry & { readonly derived: Derivation };

const shownCulprits = 20;

/**
 * Adds to the results of a whole matrix those of the requirements that are derived from others: one for each cell that has
 * any of their results, with the outcome that those have together.
 */
export function withDerived(
  results: readonly ScenarioResult[],
  catalogue: readonly CatalogueEntry[],
): readonly ScenarioResult[] {
  const entries = catalogue.filter((entry): entry is Derived => entry.derived !== undefined);
  if (entries.length === 0) return results;
  const byCell = [...Map.groupBy(results, ({ cell }) => cell)];
  const added = entries.flatMap((entry) => {
    const sources = new Set(catalogue.filter((one) => isSource(one, entry.derived)).map(({ id }) => id));
    return byCell.flatMap(([cell, own]) =>
      derivedResult(
        entry,
        cell,
        own.filter(({ requirement }) => sources.has(requirement)),
      ),
    );
  });
  return [...results, ...added];
}

function isSource({ id, profile, derived }: CatalogueEntry, { from, profiles = [] }: Derivation): boolean {
  return derived === undefined && (profiles.includes(profile) || from.some((word) => isNamed(id, word)));
}

function derivedResult(entry: Derived, cell: string, own: readonly ScenarioResult[]): readonly ScenarioResult[] {
  if (own.length === 0) return [];
  const outcome = outcomeOf(own.map((result) => result.outcome));
  const result = {
    ...{ requirement: entry.id, scenario: entry.derived.scenario, cell },
    ...({ token: "none", durationMs: 0 } as const),
  };
  if (outcome === "pass") return [{ ...result, outcome }];
  const culprits = own.filter((one) => one.outcome === outcome);
  const reason = reasonOf(culprits, outcome, cell);
  if (outcome === "unsupported") return [{ ...result, outcome, reason }];
  return [{ ...result, outcome, reason, failure: detailsOf(entry, culprits, reason) }];
}

const did: Readonly<Record<Outcome, string>> = {
  fail: "failed",
  error: "could not be told",
  unsupported: "is unsupported",
  pass: "passed",
};

function reasonOf(culprits: readonly ScenarioResult[], outcome: Outcome, cell: string): string {
  const names = [...Map.groupBy(culprits, ({ requirement }) => requirement)].map(([id, own]) => {
    const tokens = [...new Set(own.map(({ token }) => token))].filter((token) => token !== "none");
    return tokens.length === 0 ? id : `${id} [${tokens.join(", ")}]`;
  });
  const more = names.length - shownCulprits;
  const listed = names.slice(0, shownCulprits).join(", ") + (more > 0 ? ` and ${counted(more, "other")}` : "");
  return `On ${cell} this ${did[outcome]}: ${listed}.`;
}

function detailsOf(
  { id, title, derived }: Derived,
  culprits: readonly ScenarioResult[],
  reason: string,
): FailureDetails {
  const [first] = culprits;
  const said = first?.failure?.observed ?? first?.reason;
  const words = [...derived.from, ...(derived.profiles ?? []).map((profile) => `the profile ${profile}`)];
  return {
    expected: `${title}: of ${words.join(", ")} nothing fails in this cell.`,
    observed: said === undefined ? reason : `${reason} The first of it said: ${said}`,
    diagnosis: `${id} has no scenario of its own: it follows from those results, whose own entries say what is wrong.`,
    evidence: {},
  };
}
