import type { StrictYaml } from "../input/index.ts";
import type { AgentKind, Program } from "../model/index.ts";
import type { Excuse } from "../model/report/index.ts";
import type { AgentProgram, Axis, Runtime } from "./axes.ts";

/** Words for the axes of a matrix; one word may stand for a list of one. */
export type Words = Readonly<Partial<Record<Axis, string | readonly string[]>>>;

/** A word for some axes, or a range; what is left out may be anything. */
export type Pattern = Readonly<Partial<Record<Axis, string>>>;

/** A matrix, as it is written. */
export interface Matrix {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly description?: string;
  /** Every combination of these is a cell. */
  readonly axes: Words & { readonly server: string | readonly string[] };
  /** Combinations of {@link axes} that are no cells. */
  readonly exclude?: readonly Pattern[];
  /** Small matrices of their own, whose cells are added. */
  readonly include?: readonly Words[];
  /** Default: all. */
  readonly profiles?: readonly string[];
  /** Default: both. */
  readonly tokens?: readonly ("oidc" | "custom")[];
  /** What is expected to be `unsupported`. */
  readonly unsupported?: readonly Excuse[];
}

/** A matrix, and what was read. */
export interface ReadMatrix {
  readonly matrix: Matrix;
  /** What it is called in messages. */
  readonly where: string;
  /** `sha256:…` of the file. */
  readonly digest: string;
  /** An error about fields of it, with line and column. */
  readonly refusal: StrictYaml<Matrix>["refusal"];
}

/** One combination of a matrix, in versions. */
export interface Combination {
  /** `auto` is settled by the machine that runs it. */
  readonly runtime: Runtime;
  readonly server: Program;
  readonly cli: Program;
  readonly terraform: Program;
  readonly agent: AgentKind;
  readonly "agent-program": AgentProgram;
  readonly provider: { readonly address: string; readonly version: string };
  /** The words that it was made of; of the agent program, where it is not the imitation. */
  readonly asked: Readonly<Record<Exclude<Axis, "agent-program">, string>> & { readonly "agent-program"?: string };
}
