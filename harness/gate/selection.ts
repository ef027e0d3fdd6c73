import { isNamed } from "../excuses/index.ts";
import type { TokenKind } from "../model/index.ts";
import type { CatalogueItem, Policy, Rule, Scope } from "./types.ts";

/** Where a result belongs: its requirement, its token, and the policy's cells that mean its cell. */
export interface Place {
  readonly item: CatalogueItem;
  readonly token: TokenKind;
  readonly cells: readonly string[];
}

/** Whether a rule, an allowance or a waiver is about a result. */
export function covers(scope: Rule | Scope, { item, token, cells }: Place): boolean {
  return (
    coversRequirement(scope, item) &&
    (scope.tokens?.includes(token) ?? true) &&
    (scope.cells?.some((name) => cells.includes(name)) ?? true)
  );
}

function coversRequirement(scope: Rule | Scope, { id, profile }: CatalogueItem): boolean {
  const profiles = "profiles" in scope ? scope.profiles : undefined;
  return (profiles?.includes(profile) ?? false) || (scope.requirements?.some((word) => isNamed(id, word)) ?? false);
}

/** What a policy asks for, before any report is looked at. */
export interface Demand {
  readonly item: CatalogueItem;
  readonly token: TokenKind;
  /** A name of the policy's. */
  readonly cell: string;
}

/** All that the rules of a policy ask for, each once, in the order of the catalogue. */
export function demandsOf(policy: Policy, catalogue: readonly CatalogueItem[]): readonly Demand[] {
  const cells = Object.keys(policy.cells);
  const all = catalogue.flatMap((item) =>
    item.tokens.flatMap((token) => cells.map((cell): Demand => ({ item, token, cell }))),
  );
  return all.filter(({ item, token, cell }) =>
    policy.require.some((rule) => covers(rule, { item, token, cells: [cell] })),
  );
}
