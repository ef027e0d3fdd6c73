import { availableParallelism } from "node:os";
import { leftOutBy, type PlannedCell, planScenarios, product, shardOf, type WantedCell } from "../../plan/index.ts";
import { readReport } from "../../report/index.ts";
import { jobsThatFit, serverDefectNames } from "../../run/index.ts";
import { aVersion, checked, checkGiven, checkPath, oneOf } from "../check.ts";
import { agentWord, choices } from "../choices.ts";
import { checkServerOptions } from "../coder-server.ts";
import { planAgain, repeated } from "./again.ts";
import { chooseRuntime } from "./choose-runtime.ts";
import { type CommonOptions, type CommonPlan, type Looking, type Plan, planCommon } from "./plan.ts";
import { type TemplateOptions, templateRequest } from "./template.ts";

/** The options of `run` as they were typed. */
export interface RunOptions extends CommonOptions, TemplateOptions {
  readonly server?: readonly string[];
  readonly vaultBinary?: string;
  readonly runtime: string;
  readonly terraform?: string;
  readonly cli?: string;
  readonly coder?: string;
  readonly agent?: readonly string[];
  readonly providers?: string;
  readonly cliArchives: string;
  readonly serverDefect?: string;
  readonly again?: string;
}

/**
 * Checks everything that can be checked before anything is fetched or started.
 *
 * @throws HarnessError the mistake, or an `AggregateError` of all of them
 */
export async function planRun(typed: RunOptions): Promise<Plan> {
  const earlier = await checkPath("--again", typed.again, readReport);
  const options: RunOptions = earlier === undefined ? typed : repeated(typed, earlier.report);
  const servers = [...new Set(options.server)];
  const template = checked(() => templateRequest(options));
  const scenarios = checked(() => planScenarios(options));
  const agents = [...new Set(options.agent)].map((name) => checked(() => oneOf("--agent", choices.agent, name)));
  const cliArchives = checked(() => oneOf("--cli-archives", choices.cliArchives, options.cliArchives));
  const serverDefect = checkGiven(options.serverDefect, (word) => oneOf("--server-defect", serverDefectNames, word));
  const again = checked(async () => earlier && planAgain(earlier, await scenarios, options));
  const common = await planCommon("run", options, [
    ...servers.map(async (word) => (await artifacts()).parseServer(word)),
    template,
    checkPath("--template", options.template, async (path) => (await userTemplate()).checkTemplateFolder(path)),
    checkPath("--modules", options.modules, async (path) => (await userTemplate()).checkModulesFolder(path)),
    checkPath("--vault-binary", options.vaultBinary, async (path) => (await artifacts()).checkServerBinary(path)),
    scenarios,
    checkGiven(options.terraform, async (word) => (await artifacts()).parseTerraform(word)),
    checkGiven(options.cli, async (word) => (await artifacts()).parseServer(word)),
    checkGiven(options.coder, (word) => checkCoder(word, options)),
    ...agents,
    checkPath("--providers", options.providers, async (path) => (await providers()).findProviders(path, noSearch)),
    ...[cliArchives, serverDefect, again],
  ]);
  const [defect, ownTemplate, found] = [await serverDefect, await template, await again];
  const kinds = await Promise.all(agents);
  const chosen = await scenarios;
  const wanted = product(servers, kinds, toolsOf(options)).map((one) => ({ wanted: one, scenarios: chosen }));
  const cells = found?.cells ?? shardOf(wanted, common.shard);
  return {
    ...common,
    cells: async (looking) => ({ cells: found === undefined ? await placed(cells, common, looking) : cells }),
    request: {
      ...common.request,
      cliArchives: await cliArchives,
      ...(defect !== undefined && { serverDefect: defect }),
      ...(ownTemplate !== undefined && { template: ownTemplate }),
      ...(options.vaultBinary !== undefined && { vaultBinary: options.vaultBinary }),
      ...(options.providers !== undefined && { providers: options.providers }),
    },
    leftOut: [...leftOutBy(options), ...(found === undefined ? [] : [found.leftOut])],
    known: common.known ?? earlier?.report.known,
    jobs: common.jobs ?? jobsThatFit(Math.min(4, availableParallelism()), options.coder === "server"),
    history: undefined,
    strict: true,
  };
}

/** Either who builds workspaces, or the version of the provider by which they are built. */
async function checkCoder(word: string, options: RunOptions): Promise<void> {
  if (word === "server") await checkServerOptions(options);
  else if (word !== "imitated") await aVersion("--coder", word, "imitated, server or a version such as 2.13.1");
}

/** The tools that options choose for every cell. */
function toolsOf({ terraform, cli, coder: word, coderAgent }: RunOptions): Partial<WantedCell> {
  const isServer = word === "server";
  const coder = isServer || word === "imitated" ? undefined : word;
  const tools = { ...(terraform !== undefined && { terraform }), ...(cli !== undefined && { cli }) };
  // The command that runs a failure again repeats these options.
  const asked = { ...tools, ...(coder !== undefined && { provider: coder }) };
  return {
    ...tools,
    coderAgent: agentWord(coderAgent ?? (isServer ? "real" : "imitated")),
    ...(isServer && { coderServer: true }),
    ...(coder !== undefined && { coder }),
    ...(Object.keys(asked).length > 0 && { asked }),
  };
}

/** The cells with the runtime that was chosen. */
async function placed(
  cells: readonly PlannedCell[],
  { runtime = "auto" }: Pick<CommonPlan, "runtime">,
  { say }: Looking,
): Promise<readonly PlannedCell[]> {
  // A real Coder server runs nowhere else.
  const isOnProcesses = cells.some(({ wanted }) => wanted.coderServer);
  const kind = runtime !== "auto" ? runtime : isOnProcesses ? "process" : await chooseRuntime(say);
  return cells.map((cell) => ({ ...cell, wanted: { ...cell.wanted, runtime: kind } }));
}

/** Loaded only where an option needs it: it takes long to load, and mistakes are reported at once. */
const artifacts = () => import("../../artifacts/index.ts");
const providers = () => import("../../artifacts/providers/index.ts");
const userTemplate = () => import("../../coder/user-template/index.ts");

const noSearch = { offline: true, progress: () => {} };
