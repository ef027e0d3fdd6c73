import type { CellPattern } from "../model/index.ts";
import type { Excuse, Outcome, ResultKey, TokenKind } from "../model/report/index.ts";
import type { IsolationLevel } from "../verdict/index.ts";

/** Which cells of the reports match, and what they must be. */
export interface CellDemand extends CellPattern {
  /** Servers and CLIs that the harness fetched and verified, and nothing of the user's own in their place. */
  readonly origin?: "genuine";
  readonly isolation?: IsolationLevel;
}

/** What must pass: requirements, in some cells, with some tokens. */
export interface Rule {
  readonly profiles?: readonly string[];
  /** Ids, or patterns such as `CLI-*`. */
  readonly requirements?: readonly string[];
  /** Names of the policy's cells; default: all. */
  readonly cells?: readonly string[];
  /** Default: all tokens of each requirement. */
  readonly tokens?: readonly TokenKind[];
}

/** An entry that excuses results, in cells that are patterns or names of the policy's. */
export type PolicyEntry = Excuse<CellPattern | string>;

/** What may fail for a while. */
export interface Waiver extends PolicyEntry {
  readonly owner: string;
  readonly expires: string;
}

/** A release policy, as it is written. */
export interface Policy {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly description?: string;
  /** How old the oldest report may be. */
  readonly maxAge: string;
  /** Whether every report must be signed by a key that the gate is given. */
  readonly requireSigned?: boolean;
  /** Each must match a cell of a report; every matching cell is judged. */
  readonly cells: Readonly<Record<string, CellDemand>>;
  readonly require: readonly Rule[];
  /** What may be `unsupported`. */
  readonly unsupported?: readonly PolicyEntry[];
  readonly waivers?: readonly Waiver[];
}

/** A requirement, and how many results it requires in each cell: one for each scenario and token. */
export interface CatalogueItem {
  readonly id: string;
  readonly title: string;
  readonly profile: string;
  readonly everyStart?: true;
  readonly tokens: readonly TokenKind[];
  readonly scenarios: readonly string[];
}

/** A policy, and the digest of the file that it was read from. */
export interface ReadPolicy {
  readonly policy: Policy;
  readonly where: string;
  readonly sha256: string;
}

/** A required result, by its requirement, scenario, token and cell. */
export interface Owed extends ResultKey {
  readonly requirement: string;
}

/** How the policy judges a required result. */
export type Judgement = "passes" | "waived" | "may be unsupported" | "refused";

/** A required result, and its outcome. */
export interface Judged extends Owed {
  readonly outcome: Outcome | "absent";
  /** The requirement that blocks it, where it is blocked. */
  readonly blockedBy?: string;
  readonly judgement: Judgement;
  /** The waiver's or allowance's reason, or the result's own. */
  readonly because?: string;
}

/** Why the gate refuses, and what would be enough. */
export interface Reason {
  readonly code: string;
  readonly problem: string;
  readonly enough: string;
}

/** A cell of the policy, and the ids of the reports' cells that it matches. */
export interface MatchedCell {
  readonly name: string;
  readonly ids: readonly string[];
}

/** What the gate decides, and all that it rests on. */
export interface Decision {
  readonly accepted: boolean;
  readonly reasons: readonly Reason[];
  readonly cells: readonly MatchedCell[];
  readonly judged: readonly Judged[];
  /** Results that the policy does not ask for. */
  readonly skipped: readonly (Owed & { readonly outcome: Outcome })[];
  /** What a reader should know and no reason says. */
  readonly notes: readonly string[];
}
