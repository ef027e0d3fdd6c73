import { isNamed, listOf, requirementsOf } from "../excuses/index.ts";
import type { Excuse, TokenKind } from "../model/report/index.ts";
import type { CatalogueItem, Policy, PolicyEntry, Rule } from "./types.ts";

/** What a policy requires, before any report is read. */
export interface Demand {
  readonly item: CatalogueItem;
  readonly token: TokenKind;
  /** A name of the policy's. */
  readonly cell: string;
}

/** Everything that a policy's rules require, each once, in the order of the catalogue. */
export function demandsOf(policy: Policy, catalogue: readonly CatalogueItem[]): readonly Demand[] {
  const cells = Object.keys(policy.cells);
  const all = catalogue.flatMap((item) =>
    item.tokens.flatMap((token) => cells.map((cell): Demand => ({ item, token, cell }))),
  );
  return all.filter((demand) => policy.require.some((rule) => covers(rule, demand, "wholly")));
}

/** Whether a rule or an entry covers a demand, wholly or maybe partly: only reports show which cells a pattern matches. */
export function covers(
  { profiles, scenario, ...scope }: Pick<Rule, "profiles"> & Partial<PolicyEntry>,
  { item, token, cell }: Demand,
  how: "wholly" | "partly",
): boolean {
  const isPart = how === "partly";
  return (
    (profiles?.includes(item.profile) || requirementsOf(scope).some((word) => isNamed(item.id, word))) &&
    (scenario === undefined || (isPart && item.scenarios.includes(scenario))) &&
    (listOf(scope.token, scope.tokens)?.includes(token) ?? true) &&
    (cellsOf(scope)?.some((one) => one === cell || (isPart && typeof one !== "string")) ?? true)
  );
}

/** An excuse of a policy, its cells as patterns. */
export interface PolicyExcuse extends Excuse {
  readonly list: "unsupported" | "waivers";
}

/** All excuses of a policy, in the order in which they apply. The name of a cell stands for its pattern. */
export function excusesOf(policy: Policy): readonly PolicyExcuse[] {
  return (["unsupported", "waivers"] as const).flatMap((list) =>
    (policy[list] ?? []).map((entry) => {
      const { cell: _, cells: __, ...rest } = entry;
      const cells = cellsOf(entry)?.flatMap((one) => (typeof one === "string" ? (policy.cells[one] ?? []) : one));
      return { list, ...rest, ...(cells !== undefined && { cells }) };
    }),
  );
}

/** Patterns, and names of the policy's; `undefined` for all. */
export function cellsOf({ cell, cells }: Partial<PolicyEntry>): PolicyEntry["cells"] {
  return listOf(cell, cells);
}
