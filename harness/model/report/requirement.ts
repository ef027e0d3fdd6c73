import type { Outcome, Result } from "./result.ts";

/** An entry of the catalogue of requirements. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly profile: string;
  /** What a failure means for those who use the module, in a sentence. */
  readonly means?: string;
  /** The sentence of the module's README, or the reason, that it rests on. */
  readonly basis?: string;
  /** The files that check it, by their paths in the harness's repository. */
  readonly files?: readonly string[];
  /** It is about every start of a run: each shard has a result of it, of which the worst counts. */
  readonly everyStart?: true;
  /** Where it has no scenario of its own, and follows from other requirements' results. */
  readonly derived?: Derivation;
}

/** What a requirement is derived from: in each cell of a whole matrix it has one result, which sums those results up. */
export interface Derivation {
  /** Ids, or patterns with one star such as `LOGIN-*`. */
  readonly from: readonly string[];
  /** Profiles all of whose requirements count too. */
  readonly profiles?: readonly string[];
  /** What stands in the place of a scenario's name. */
  readonly scenario: string;
}

/** A requirement with what its scenarios said. */
export interface RequirementReport extends Omit<CatalogueEntry, "derived" | "everyStart"> {
  readonly outcome: Outcome;
  /** Where it is derived: ids of those that it follows from, in the report's order. */
  readonly derivedFrom?: readonly string[];
  readonly results: readonly Result[];
}
