import type { Isolation, RuntimeKind } from "../runtime/index.ts";
import type { CellPattern } from "./patterns/index.ts";

/** Whatever JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** What became of a scenario. `error` means that the harness could not tell, and is never a pass. */
export type Outcome = "pass" | "fail" | "unsupported" | "error";

/** Where the workspace's JWT came from; `none` where a scenario needs no token. */
export type TokenKind = "oidc" | "custom" | "none";

/** A program that took part, such as a server, with the version that it gave itself. */
export interface Program {
  readonly name: string;
  readonly version: string;
}

/** Where a program came from: an option named it, it was on PATH, or it was fetched in one of the ways that verify what they fetch. */
export type ProgramOrigin = "named" | "path" | "image" | "release" | "package" | "source";

/** A program of a cell: what it was, by its content. Reports of earlier versions name it only. */
export interface UsedProgram extends Program {
  /** Of the executable, in hexadecimal; left out where a release's archives are served as they are. */
  readonly sha256?: string;
  readonly origin?: ProgramOrigin;
  /** Where it came in an image that a registry has: the image with its digest. */
  readonly image?: string;
}

/** The Vault CLI's releases that the agent was offered. */
export interface Cli extends UsedProgram {
  readonly archives: "genuine" | "stand-in";
}

/** The module under test. */
export interface Subject {
  /** As the user named it: a folder, or a Terraform module source. */
  readonly source: string;
  /** The `h1:` hash of its files. */
  readonly digest: string;
  readonly version?: string;
  /** Names of the inputs that it declares. */
  readonly variables: readonly string[];
  /** What `--ignore-state` left out: neither the digest nor the run knows it. */
  readonly ignored?: readonly string[];
}

/** One combination of server, CLI, Terraform and agent that scenarios were run on. */
export interface Cell {
  readonly id: string;
  readonly runtime: RuntimeKind;
  readonly server: UsedProgram;
  readonly cli: Cli;
  readonly terraform: UsedProgram;
  /** Provider source to version. */
  readonly providers: Readonly<Record<string, string>>;
  readonly agent: string;
  /** For each axis of the matrix, or tool that an option named, the word that was asked for, such as `server: "openbao@latest"`, beside what it was resolved to. */
  readonly asked?: Readonly<Record<string, string>>;
  /** What stood between the module's code and the machine. */
  readonly isolation?: Isolation;
  /** Options that changed what was judged, or with what, such as `--providers`; left out where there were none. */
  readonly overrides?: readonly string[];
}

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
  /** Why it is `unsupported` or `error`, in a sentence. */
  readonly reason?: string;
}

/** One result as the engine hands it in. */
export interface ScenarioResult extends Result {
  readonly requirement: string;
  /** What the scenario has to say to a reader, whatever its outcome. */
  readonly notes?: readonly string[];
  /** For `fail` and `error`. */
  readonly failure?: FailureDetails;
  /** It was planned and the engine reported no result: the report is partial. */
  readonly absent?: true;
}

/** An entry of the catalogue of requirements. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly profile: string;
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
export interface RequirementReport extends Omit<CatalogueEntry, "derived"> {
  readonly outcome: Outcome;
  readonly results: readonly Result[];
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
}

/** What is expected to fail, or to be unsupported, and why: an entry of a list of known failures. */
export interface KnownEntry {
  /** An id, or a pattern with one star such as `CLI-*`. */
  readonly requirement: string;
  readonly scenario?: string;
  readonly cell?: CellPattern;
  readonly token?: TokenKind;
  /** Default: `fail`. */
  readonly outcome?: "fail" | "unsupported";
  readonly reason: string;
  readonly link?: string;
}

/** One of the parts that a run was split into; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The matrix whose cells were run. */
export interface Matrix {
  readonly name: string;
  /** `sha256:` and the hash of its file in hex. */
  readonly digest: string;
  /** Left out where this is the whole of it. */
  readonly shard?: Shard;
  /** Ids of all its cells in their order, those of other shards too. */
  readonly cells?: readonly string[];
}

/** A Coder template of the user's own, of which workspaces were built. */
export interface ReportedTemplate {
  /** Its folder, as the user named it. */
  readonly source: string;
  /** What was given for its parameters, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of the variables that were given. Their values are not written down: they may be secrets. */
  readonly variables: readonly string[];
}

/** The whole of a `report.json`, schemaVersion 1. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: Program;
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly subject: Subject;
  /** Left out where workspaces were built of the harness's own. */
  readonly template?: ReportedTemplate;
  readonly cells: readonly Cell[];
  readonly requirements: readonly RequirementReport[];
  /** One for each result that failed or erred, in the order of the results. */
  readonly failures: readonly Failure[];
  readonly summary: Summary;
  /** What a reader should know and no requirement says. */
  readonly notes?: readonly string[];
  /** Left out where the run was not of a matrix. */
  readonly matrix?: Matrix;
  /** What was left out, a sentence each; left out itself where nothing was. */
  readonly partial?: readonly string[];
  /** The list of what was expected to fail or to be unsupported; left out where none was given. */
  readonly known?: readonly KnownEntry[];
}
