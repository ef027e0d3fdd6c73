import { requirements } from "../../scenarios/requirements.ts";
import type { NamedKey } from "../attestation/index.ts";
import { declaredBy, type MatrixCell, type ReadMatrix, readMatrix } from "../matrix/index.ts";
import type { KnownEntry, RuntimeKind, Shard } from "../model/index.ts";
import {
  leftOutBy,
  type PlannedScenario,
  parseShard,
  planScenarios,
  type Selection,
  scenarioFiles,
  type WantedCell,
} from "../plan/index.ts";
import { checkReportFolder, readKnown, wordOf } from "../report/index.ts";
import { checkSubject, jobsThatFit, type RunRequest } from "../run/index.ts";
import { named } from "../text/index.ts";
import { allOf, checked, checkGiven, checkPath, oneOf, wholeNumber } from "./check.ts";
import { choices } from "./choices.ts";
import { shippedFile } from "./shipped-file.ts";
import { filesWritten, readSigner } from "./sign.ts";

/** The options of `matrix` as they were typed. */
export interface MatrixOptions {
  readonly module?: string;
  readonly profile?: readonly string[];
  readonly only?: readonly string[];
  readonly token?: string;
  readonly runtime?: string;
  readonly jobs?: string;
  readonly shard?: string;
  readonly sign?: string;
  readonly out: string;
  readonly strict?: boolean;
  readonly yesAll?: boolean;
  readonly terraformNetwork?: boolean;
  readonly offline?: boolean;
  readonly keep?: boolean;
  readonly ignoreState?: boolean;
  readonly fetchOnly?: boolean;
  readonly verbose?: boolean;
  readonly known?: string;
  readonly history?: string;
}

/** A matrix that was asked for in words that all make sense. */
export interface MatrixPlan {
  readonly file: ReadMatrix;
  readonly request: Pick<RunRequest, "modules" | "token" | "ignoreState" | "terraformNetwork" | "offline" | "keep">;
  /** Instead of what cells say. */
  readonly runtime: RuntimeKind | undefined;
  /** What is played in every cell. */
  readonly scenarios: readonly PlannedScenario[];
  readonly leftOut: readonly string[];
  readonly shard: Shard | undefined;
  readonly jobs: number;
  /** What is expected to fail or to be unsupported. */
  readonly known: readonly KnownEntry[];
  /** The folder of what earlier nights came to. */
  readonly history: string | undefined;
  readonly out: string;
  /** The key that the reports are signed with. */
  readonly signer: NamedKey | undefined;
  /** A cell that cannot be had makes a run that otherwise conforms one that this machine cannot do. */
  readonly strict: boolean;
  /** However many cells there are. */
  readonly yesAll: boolean;
  /** Nothing is played: what the run needs is fetched. */
  readonly fetchOnly: boolean;
  readonly verbose: boolean;
}

/**
 * Checks everything that can be checked before anything is looked up, fetched or started.
 *
 * @throws HarnessError the mistake, or an `AggregateError` of all of them
 */
export async function planMatrix(path: string, options: MatrixOptions): Promise<MatrixPlan> {
  const all = scenarioFiles(requirements);
  const own = typed(options);
  const file = checked(() => readMatrix(shippedFile("matrix", path), requirements));
  const jobs = checkGiven(options.jobs, (text) => wholeNumber("--jobs", text));
  const runtime = checkGiven(options.runtime, (word) => oneOf("--runtime", choices.runtime, word));
  const shard = checkGiven(options.shard, shardOf);
  const token = checkGiven(options.token, (word) => oneOf("--token", choices.token, word));
  const known = checkPath("--known", options.known, (list) => readKnown(list, requirements));
  const signer = checkPath("--sign", options.sign, (path) => readSigner(path, options.module));
  await allOf([
    file,
    checkPath("--module", options.module, (path) => checkSubject(path, options)),
    ...[jobs, runtime, shard, token],
    checked(() => planScenarios(all, own)),
    known,
    signer,
    checkPath("--out", options.out, (out) => checkReportFolder(out, filesWritten(options.sign))),
  ]);
  const read = await file;
  const kind = (await token) ?? onlyOf(read.matrix.tokens);
  const selection: Selection = {
    ...own,
    ...(own.profile === undefined && read.matrix.profiles !== undefined && { profile: read.matrix.profiles }),
    ...(kind !== undefined && { token: kind }),
  };
  const chosenRuntime = await runtime;
  return {
    file: read,
    request: {
      modules: [{ name: "module", ...(options.module !== undefined && { source: options.module }) }],
      ...(kind !== undefined && { token: kind }),
      ignoreState: options.ignoreState ?? false,
      terraformNetwork: options.terraformNetwork ?? false,
      offline: options.offline ?? false,
      keep: options.keep ?? false,
    },
    runtime: chosenRuntime === "auto" ? undefined : chosenRuntime,
    scenarios: planScenarios(all, selection),
    leftOut: [...leftOutBy(own), ...leftOutByFile(read.matrix, own)],
    shard: await shard,
    jobs: (await jobs) ?? jobsThatFit(),
    known: [...declaredBy(read.matrix), ...((await known) ?? [])],
    history: options.history,
    out: options.out,
    signer: await signer,
    strict: options.strict ?? false,
    yesAll: options.yesAll ?? false,
    fetchOnly: options.fetchOnly ?? false,
    verbose: options.verbose ?? false,
  };
}

/** A cell of a matrix as a run takes it; `auto` is what this machine was found to have. */
export function wantedCell(cell: MatrixCell, auto: RuntimeKind): WantedCell {
  const { server, cli, terraform, provider, agent, runtime, asked } = cell;
  return {
    runtime: runtime === "auto" ? auto : runtime,
    server: wordOf(server),
    ...(asked.cli === "server" ? {} : { cli: wordOf(cli) }),
    terraform: wordOf(terraform),
    coder: provider.version,
    agent,
    asked,
  };
}

/** What a matrix leaves out by itself, unless options say otherwise. */
function leftOutByFile({ name, profiles, tokens }: ReadMatrix["matrix"], own: Selection): readonly string[] {
  const only = (words: readonly string[] | undefined, what: string) =>
    words === undefined ? [] : [`The matrix ${named(name)} has only the ${what} ${words.join(", ")}.`];
  return [
    ...only(own.profile === undefined ? profiles : undefined, "profiles"),
    ...only(own.token === undefined && tokens?.length === 1 ? tokens : undefined, "token"),
  ];
}

/** A matrix is not cut as a list of scenarios is. */
function typed({ profile, only, token }: MatrixOptions): Selection {
  return {
    ...(profile !== undefined && { profile }),
    ...(only !== undefined && { only }),
    ...(token !== undefined && { token }),
  };
}

function onlyOf<T>(all: readonly T[] | undefined): T | undefined {
  return all?.length === 1 ? all[0] : undefined;
}

function shardOf(text: string): Shard {
  const shard = parseShard(text);
  if (shard instanceof Error) throw shard;
  return shard;
}
