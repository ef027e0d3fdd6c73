import { requirements } from "../../../scenarios/requirements.ts";
import { type Combination, declaredBy, expandMatrix, type ReadMatrix, readMatrix } from "../../matrix/index.ts";
import {
  leftOutBy,
  type PlannedCell,
  planScenarios,
  type Selection,
  shardOf,
  type WantedCell,
} from "../../plan/index.ts";
import { wordOf } from "../../report/index.ts";
import { cellIdOf, jobsThatFit } from "../../run/index.ts";
import { named } from "../../text/index.ts";
import { checked } from "../check.ts";
import { agentWord } from "../choices.ts";
import { shippedFile } from "../shipped-file.ts";
import { chooseRuntime } from "./choose-runtime.ts";
import { type CommonOptions, type CommonPlan, type Looking, type Plan, type PlannedCells, planCommon } from "./plan.ts";

/** The options of `matrix` as they were typed. */
export interface MatrixOptions extends CommonOptions {
  readonly strict?: boolean;
  readonly yesAll?: boolean;
  readonly history?: string;
}

/**
 * Checks everything that can be checked before anything is looked up, fetched or started.
 *
 * @throws HarnessError the mistake, or an `AggregateError` of all of them
 */
export async function planMatrix(path: string, options: MatrixOptions): Promise<Plan> {
  // The report says by itself which shard it is.
  const { shard: _, ...own } = options;
  const file = checked(() => readMatrix(shippedFile("matrix", path), requirements));
  const common = await planCommon("matrix", options, [file, checked(() => planScenarios(own))]);
  const read = await file;
  const { profiles, tokens } = read.matrix;
  const token = common.token ?? (tokens?.length === 1 ? tokens[0] : undefined);
  const scenarios = planScenarios({
    ...own,
    ...(own.profile === undefined && profiles !== undefined && { profile: profiles }),
    ...(token !== undefined && { token }),
  });
  return {
    ...common,
    cells: async (looking) => {
      const wanted = await cellsOf(
        read,
        { ...common, coderAgent: options.coderAgent, yesAll: options.yesAll ?? false },
        looking,
      );
      return await sharedOut(
        wanted.map((one) => ({ wanted: one, scenarios })),
        read,
        common,
      );
    },
    request: { ...common.request, lenience: "leave out" },
    leftOut: [...leftOutBy(own), ...leftOutByFile(read.matrix, own)],
    known: [...declaredBy(read.matrix), ...(common.known ?? [])],
    jobs: common.jobs ?? jobsThatFit(),
    history: options.history,
    strict: options.strict ?? false,
  };
}

/** The cells of a matrix in versions. */
async function cellsOf(
  file: ReadMatrix,
  {
    runtime,
    coderAgent,
    request: { offline },
    yesAll,
  }: Pick<CommonPlan, "runtime" | "request"> & {
    readonly coderAgent: string | undefined;
    readonly yesAll: boolean;
  },
  { say, detail, signal }: Looking,
): Promise<readonly WantedCell[]> {
  say(`looking up the versions of the matrix ${file.matrix.name}`);
  const { availableVersions } = await import("../../artifacts/index.ts");
  const options = { offline, progress: detail, signal };
  const combinations = await expandMatrix(file, (program) => availableVersions(program, options), { yesAll });
  const given = runtime === "auto" ? undefined : runtime;
  const auto = given ?? (combinations.some((one) => one.runtime === "auto") ? await chooseRuntime(say) : "process");
  return combinations.map((one) => ({
    ...wantedOf(one, one.runtime === "auto" ? auto : one.runtime),
    coderAgent: agentWord(coderAgent ?? one["agent-program"]),
  }));
}

function wantedOf(
  { server, cli, terraform, provider, agent, asked }: Combination,
  runtime: WantedCell["runtime"],
): Omit<WantedCell, "coderAgent"> {
  return {
    runtime,
    server: wordOf(server),
    cli: asked.cli === "server" ? "" : wordOf(cli),
    terraform: wordOf(terraform),
    coder: provider.version,
    agent,
    asked,
  };
}

/** The cells of this shard, each of them once, with the ids of all cells for the report. */
async function sharedOut(
  cells: readonly PlannedCell[],
  { matrix: { name }, digest }: ReadMatrix,
  { shard }: Pick<CommonPlan, "shard">,
): Promise<PlannedCells> {
  const named = await Promise.all(cells.map(async (cell) => [await cellIdOf(cell.wanted), cell] as const));
  const all = new Map(named);
  return {
    cells: shardOf([...all.values()], shard),
    matrix: { name, digest, ...(shard !== undefined && { shard }), cells: [...all.keys()] },
  };
}

/** What the matrix itself leaves out, where no option overrides it. */
function leftOutByFile({ name, profiles, tokens }: ReadMatrix["matrix"], own: Selection): readonly string[] {
  const only = (words: readonly string[] | undefined, what: string) =>
    words === undefined ? [] : [`The matrix ${named(name)} has only the ${what} ${words.join(", ")}.`];
  return [
    ...only(own.profile === undefined ? profiles : undefined, "profiles"),
    ...only(own.token === undefined && tokens?.length === 1 ? tokens : undefined, "token"),
  ];
}
