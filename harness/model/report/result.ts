import type { Finding } from "../finding.ts";
import type { JsonValue } from "../json.ts";

/**
 * What became of a scenario. `blocked` means that the scenario could not tell, because the module breaks another requirement
 * that the scenario rests on. `error` means that the harness could not tell. Neither is ever a pass.
 */
export type Outcome = "pass" | "fail" | "unsupported" | "error" | "blocked";

/** Whether an outcome is one that somebody has to deal with; no result is none. */
export function isBad(outcome: Outcome | undefined): boolean {
  return outcome === "fail" || outcome === "error" || outcome === "blocked";
}

/** Where the workspace's JWT came from; `none` where a scenario needs no token. */
export type TokenKind = "oidc" | "custom" | "none";

/** A request as Vault's audit log has it: what was received, and what was answered. */
export interface VaultRequest {
  readonly time: string;
  readonly operation: string;
  readonly path: string;
  /** Left out or `""` for the root namespace. */
  readonly namespace?: string;
  readonly status?: number;
  /** Vault's reason, where it refused. */
  readonly error?: string;
  readonly received?: JsonValue;
  readonly answered?: JsonValue;
}

/** What a person in the workspace, or Vault itself, saw. */
export interface Evidence {
  readonly startupLog?: string;
  readonly exitCode?: number;
  /** What the start was seen to do, in words; left out where it was not watched. */
  readonly start?: { readonly files: readonly string[]; readonly processes: readonly string[] };
  readonly vaultRequests?: readonly VaultRequest[];
  readonly claims?: Readonly<Record<string, JsonValue>>;
  readonly role?: JsonValue;
  readonly policy?: string;
}

/** Why a result is no pass, in words that the module's author can act on. */
export interface FailureDetails {
  readonly expected: string;
  readonly observed: string;
  readonly diagnosis: string;
  readonly evidence: Evidence;
}

/** What a result is the result of. A scenario with a table of cases has several of the same key. */
export interface ResultKey {
  /** The scenario file's name without its ending. */
  readonly scenario: string;
  readonly token: TokenKind;
  readonly cell: string;
}

/** One result as the report lists it below its requirement. */
export interface Result extends ResultKey {
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** Why it is `unsupported` or `error`, in a sentence; what was observed where it is `blocked`. */
  readonly reason?: string;
  /** The id of the requirement that blocks it; there exactly where the outcome is `blocked`. */
  readonly blockedBy?: string;
}

/** One result as the engine hands it in. */
export interface ScenarioResult extends Result {
  readonly requirement: string;
  /** What the scenario has to say to a reader, whatever its outcome. */
  readonly notes?: readonly string[];
  /** What its starts did beside what it is about. */
  readonly findings?: readonly Finding[];
  /** For `fail` and `error`. */
  readonly failure?: FailureDetails;
  /** It was planned and the engine reported no result: the report is partial. */
  readonly absent?: true;
}

/** A result that failed or erred, with all that is known about it. */
export interface Failure extends FailureDetails, ResultKey {
  readonly requirement: string;
  readonly outcome: "fail" | "error";
}

/** Counts over results: a requirement that ran with two tokens on three cells counts six times. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly error: number;
  readonly blocked: number;
}
