import { requirements } from "../../../scenarios/requirements.ts";
import type { NamedKey } from "../../attestation/index.ts";
import type { KnownEntry, Matrix, RuntimeKind, Shard, TokenKind } from "../../model/index.ts";
import { type PlannedCell, parseShard } from "../../plan/index.ts";
import { checkReportFolder, readKnown } from "../../report/index.ts";
import { checkSubject, type RunRequest } from "../../run/index.ts";
import { allOf, checkGiven, checkPath, oneOf, wholeNumber } from "../check.ts";
import { choices } from "../choices.ts";
import { filesWritten, readSigner } from "../gate/sign.ts";

/** What `run` and `matrix` both take, as it was typed. */
export interface CommonOptions {
  readonly module?: string;
  readonly profile?: readonly string[];
  readonly only?: readonly string[];
  readonly token?: string;
  readonly runtime?: string;
  readonly jobs?: string;
  readonly shard?: string;
  readonly known?: string;
  readonly sign?: string;
  readonly out: string;
  readonly ignoreState?: boolean;
  readonly terraformNetwork?: boolean;
  readonly offline?: boolean;
  readonly keep?: boolean;
  readonly fetchOnly?: boolean;
  readonly verbose?: boolean;
}

/** What a command line asks for: cells × scenarios, for one module. `run` is a matrix whose cells options name. */
export interface Plan {
  /** Finds out what words alone do not say: the runtime, and the versions of a matrix. */
  readonly cells: (looking: Looking) => Promise<PlannedCells>;
  readonly request: Omit<RunRequest, "progress" | "cells" | "scope" | "signal" | "detail">;
  /** What the plan leaves out, a sentence each. */
  readonly leftOut: readonly string[];
  /** What is expected to fail or to be unsupported; left out where nothing says so. */
  readonly known: readonly KnownEntry[] | undefined;
  readonly jobs: number;
  readonly out: string;
  /** The key that the reports are signed with. */
  readonly signer: NamedKey | undefined;
  /** The folder of what earlier runs came to. */
  readonly history: string | undefined;
  /** A cell that is not available makes a run that otherwise conforms one that this machine cannot do. */
  readonly strict: boolean;
  /** Nothing runs: what the run needs is fetched. */
  readonly fetchOnly: boolean;
  readonly verbose: boolean;
}

/** How a plan looks for what it does not know yet. */
export interface Looking {
  readonly say: (message: string) => void;
  readonly detail: (message: string) => void;
  readonly signal: AbortSignal;
}

/** The cells of a plan, in their order. */
export interface PlannedCells {
  readonly cells: readonly PlannedCell[];
  /** What the report says of the matrix that they are of. */
  readonly matrix?: Matrix;
}

/** What both commands make of the options that they share. */
export interface CommonPlan extends Pick<Plan, "known" | "out" | "signer" | "fetchOnly" | "verbose"> {
  readonly request: Pick<RunRequest, "modules" | "ignoreState" | "terraformNetwork" | "keep"> & {
    readonly offline: boolean;
  };
  readonly runtime: "auto" | RuntimeKind | undefined;
  readonly token: Exclude<TokenKind, "none"> | undefined;
  readonly shard: Shard | undefined;
  readonly jobs: number | undefined;
}

/**
 * Checks the options that both commands share, beside those that one of them has alone.
 *
 * @throws HarnessError the mistake, or an `AggregateError` of all of them
 */
export async function planCommon(options: CommonOptions, others: readonly Promise<unknown>[]): Promise<CommonPlan> {
  const runtime = checkGiven(options.runtime, (word) => oneOf("--runtime", choices.runtime, word));
  const token = checkGiven(options.token, (word) => oneOf("--token", choices.token, word));
  const jobs = checkGiven(options.jobs, (text) => wholeNumber("--jobs", text));
  const shard = checkGiven(options.shard, parseShard);
  const known = checkPath("--known", options.known, (path) => readKnown(path, requirements));
  const signer = checkPath("--sign", options.sign, (path) => readSigner(path, options.module));
  await allOf([
    checkPath("--module", options.module, (path) => checkSubject(path, options)),
    ...others,
    ...[runtime, token, jobs, shard, known, signer],
    checkPath("--out", options.out, (out) => checkReportFolder(out, filesWritten(options.sign))),
  ]);
  return {
    request: {
      modules: [{ name: "module", ...(options.module !== undefined && { source: options.module }) }],
      ignoreState: options.ignoreState ?? false,
      terraformNetwork: options.terraformNetwork ?? false,
      offline: options.offline ?? false,
      keep: options.keep ?? false,
    },
    runtime: await runtime,
    token: await token,
    shard: await shard,
    jobs: await jobs,
    known: await known,
    signer: await signer,
    out: options.out,
    fetchOnly: options.fetchOnly ?? false,
    verbose: options.verbose ?? false,
  };
}
