import type { Cell, CellPattern, Matrix } from "../cell.ts";
import type { Program } from "../program.ts";
import type { RequirementReport } from "./requirement.ts";
import type { Failure, Summary, TokenKind } from "./result.ts";

/** The module under test. */
export interface Subject {
  /** As the user named it: a folder, or a Terraform module source. */
  readonly source: string;
  /** The `h1:` hash of its files. */
  readonly digest: string;
  readonly version?: string;
  /** Names of the inputs that it declares. */
  readonly variables: readonly string[];
  /** Names of those that `--input` gave values. */
  readonly inputs?: readonly string[];
  /** What `--ignore-state` left out: neither the digest nor the run knows it. */
  readonly ignored?: readonly string[];
}

/** Which results are excused, and why. Each word may be one or several; what is left out may be anything. */
export interface Excuse<C = CellPattern> {
  /** An id, or a pattern with one star such as `CLI-*`. */
  readonly requirement?: string;
  readonly requirements?: readonly string[];
  readonly scenario?: string;
  readonly cell?: C;
  readonly cells?: readonly C[];
  readonly token?: TokenKind;
  readonly tokens?: readonly TokenKind[];
  readonly reason: string;
  readonly link?: string;
  readonly owner?: string;
  /** The last day, in UTC. */
  readonly expires?: string;
}

/** What is expected to fail, or to be unsupported: an entry of a list of known failures. */
export interface KnownEntry extends Excuse {
  /** Default: `fail`, which expects `blocked` too. */
  readonly outcome?: "fail" | "unsupported";
}

/** The user's own Coder template, from which workspaces were built. */
export interface ReportedTemplate {
  /** Its folder, as the user named it. */
  readonly source: string;
  /** What was given for its parameters, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of the variables that were given. Their values are not written down: they may be secrets. */
  readonly variables: readonly string[];
  /** The folder of other modules that it calls, as the user named it. */
  readonly modules?: string;
}

/** The whole of a `report.json`. One of schemaVersion 1, which has no `blocked`, is read as one of 2. */
export interface Report {
  readonly schemaVersion: 2;
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
