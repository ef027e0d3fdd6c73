import { requirements } from "../../../scenarios/requirements.ts";
import type { NamedKey } from "../../attestation/index.ts";
import type { Matrix, RuntimeKind, Shard } from "../../model/index.ts";
import type { KnownEntry, TokenKind } from "../../model/report/index.ts";
import { checkReportFolder } from "../../output/index.ts";
import { type PlannedCell, parseShard } from "../../plan/index.ts";
import { checkSubject, type RunRequest } from "../../run/index.ts";
import { print } from "../../text/index.ts";
import { readKnown } from "../../verdict/index.ts";
import { allOf, checked, checkGiven, checkPath, oneOf, wholeNumber } from "../check.ts";
import { choices } from "../choices.ts";
import { checkKeyOutside, filesWritten, readSigner } from "../gate/sign.ts";
import { checkOutside } from "../is-inside.ts";
import { pairsOf } from "./pairs.ts";
import type { WantedFolder } from "./report-folder.ts";
import { moduleOf, reportFolderOf } from "./subject.ts";

/** What `run` and `matrix` both take, as it was typed. */
export interface CommonOptions {
  readonly module?: string;
  readonly input?: readonly string[];
  readonly profile?: readonly string[];
  readonly only?: readonly string[];
  readonly token?: string;
  readonly runtime?: string;
  readonly coder?: string;
  readonly coderAgent?: string;
  readonly jobs?: string;
  readonly shard?: string;
  readonly known?: string;
  readonly sign?: string;
  readonly out?: string;
  readonly ignoreState?: boolean;
  readonly terraformNetwork?: boolean;
  readonly offline?: boolean;
  readonly keep?: boolean;
  readonly fetchOnly?: boolean;
  readonly list?: boolean;
  readonly bail?: string | true;
  readonly verbose?: boolean;
}

/** What a command runs: cells × scenarios, for one module. For `run`, options name the cells. */
export interface Plan {
  /** Looks up what options and files leave open: the runtime, and the versions of a matrix. */
  readonly cells: (looking: Looking) => Promise<PlannedCells>;
  readonly request: Omit<RunRequest, "progress" | "cells" | "scope" | "signal" | "detail">;
  /** Sentences that say what the plan leaves out. */
  readonly leftOut: readonly string[];
  /** The list of known failures, if there is one. */
  readonly known: readonly KnownEntry[] | undefined;
  readonly jobs: number;
  readonly out: Omit<WantedFolder, "results">;
  /** The number of failures after which nothing more starts; left out if everything runs. */
  readonly bail: number | undefined;
  /** The key that the reports are signed with. */
  readonly signer: NamedKey | undefined;
  /** The folder with the history of earlier runs. */
  readonly history: string | undefined;
  /** Whether a missing cell ends a run that otherwise conforms with exit status 3. */
  readonly strict: boolean;
  /** Whether the run only downloads what it needs, or only lists what it would run. */
  readonly fetchOnly: boolean;
  readonly list: boolean;
  readonly verbose: boolean;
}

/** What a plan reports to while it looks things up. */
export interface Looking {
  readonly say: (message: string) => void;
  readonly detail: (message: string) => void;
  readonly signal: AbortSignal;
}

/** The cells of a plan, in their order. */
export interface PlannedCells {
  readonly cells: readonly PlannedCell[];
  /** The matrix, as the report names it. */
  readonly matrix?: Matrix;
}

/** The part of a plan that follows from {@link CommonOptions}. */
export interface CommonPlan extends Pick<Plan, "known" | "out" | "bail" | "signer" | "fetchOnly" | "list" | "verbose"> {
  readonly request: Pick<RunRequest, "modules" | "ignoreState" | "terraformNetwork" | "keep"> & {
    readonly offline: boolean;
  };
  readonly runtime: "auto" | RuntimeKind | undefined;
  readonly token: Exclude<TokenKind, "none"> | undefined;
  readonly shard: Shard | undefined;
  readonly jobs: number | undefined;
}

type RunOptions = CommonOptions & { readonly template?: string | undefined; readonly again?: string };
type Pairs = ReturnType<typeof pairsOf>;

/** A module can cover more than its folder: nothing that a run writes or keeps secret may lie there. */
async function checkModule(path: string, options: RunOptions, given: Promise<Pairs>): Promise<void> {
  const { ignoreState, out = reportFolderOf(path), sign, template } = options;
  const progress = (message: string) => print(process.stderr, [message]);
  // A template of the user's own gives the module what it needs; words that are no pairs are reported by themselves.
  const inputs = template === undefined ? await given.catch(() => undefined) : undefined;
  const covered = await checkSubject(path, { ignoreState, progress, inputs });
  if (covered === undefined) return;
  checkOutside("--out", out, covered);
  if (sign !== undefined) checkKeyOutside(sign, covered);
}

function isFiltered({ only, profile, token, shard, again }: RunOptions): boolean {
  return [only, profile, token, shard, again].some((filter) => filter !== undefined);
}

/**
 * Checks the options that both commands share, together with the checks of one command's own options.
 *
 * @throws HarnessError the mistake, or an `AggregateError` of all of them
 */
export async function planCommon(
  command: "run" | "matrix",
  options: RunOptions,
  others: readonly Promise<unknown>[],
): Promise<CommonPlan> {
  const runtime = checkGiven(options.runtime, (word) => oneOf("--runtime", choices.runtime, word));
  const coderAgent = checkPath("--coder-agent", options.coderAgent, async (word) => {
    // With a real Coder server, another check is due.
    if (!["imitated", "real"].includes(word) && options.coder !== "server")
      await (await import("../../artifacts/coder-agent/index.ts")).checkCoderAgent(word);
  });
  const token = checkGiven(options.token, (word) => oneOf("--token", choices.token, word));
  const jobs = checkGiven(options.jobs, (text) => wholeNumber("--jobs", text));
  const shard = checkGiven(options.shard, parseShard);
  const bail = checkGiven(options.bail === true ? "1" : options.bail, (text) => wholeNumber("--bail", text));
  const known = checkPath("--known", options.known, (path) => readKnown(path, requirements));
  const inputs = checked(() => pairsOf("--input", options.input ?? []));
  const signer = checkPath("--sign", options.sign, readSigner);
  // What is fetched or listed for any module needs none.
  const isOfModule = !(options.fetchOnly || options.list) || options.module !== undefined;
  const module = checked(() => (isOfModule ? moduleOf(options.module, command) : undefined));
  const out = options.out ?? reportFolderOf((await module.catch(() => undefined)) ?? ".");
  await allOf([
    module.then((source) => checkPath("--module", source, (path) => checkModule(path, options, inputs))),
    ...others,
    ...[runtime, coderAgent, token, jobs, shard, bail, known, signer, inputs],
    checkPath("--out", out, (folder) => checkReportFolder(folder, filesWritten(options.sign))),
  ]);
  const source = await module;
  return {
    request: {
      modules: [
        {
          name: "module",
          inputs: await inputs,
          ...(source !== undefined && { source }),
        },
      ],
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
    out: { out, isTyped: options.out !== undefined, isFiltered: isFiltered(options) },
    bail: await bail,
    fetchOnly: options.fetchOnly ?? false,
    list: options.list ?? false,
    verbose: options.verbose ?? false,
  };
}
