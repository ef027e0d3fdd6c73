import { availableParallelism } from "node:os";
import { requirements } from "../../scenarios/requirements.ts";
import { checkReportFolder, type KnownEntry, readKnown } from "../report/index.ts";
import {
  checkSubject,
  checkTemplateFolder,
  discoverScenarios,
  jobsThatFit,
  type PlannedScenario,
  type RunRequest,
  scenariosFolder,
  serverDefectNames,
  type WantedCell,
} from "../run/index.ts";
import type { AgentKind, RuntimeKind } from "../runtime/index.ts";
import { type CellAgain, planAgain } from "./again.ts";
import { allOf, aVersion, checkPath, oneOf, wholeNumber } from "./check.ts";
import { choices } from "./choices.ts";
import { leftOutBy, planScenarios } from "./select.ts";
import { type TemplateOptions, templateRequest } from "./template.ts";

/** The options of `run` as they were typed. */
export interface RunOptions extends TemplateOptions {
  readonly module?: string;
  readonly server?: readonly string[];
  readonly vaultBinary?: string;
  readonly runtime: string;
  readonly profile?: readonly string[];
  readonly only?: readonly string[];
  readonly token?: string;
  readonly terraform?: string;
  readonly cli?: string;
  readonly coder?: string;
  readonly agent?: readonly string[];
  readonly providers?: string;
  readonly cliArchives: string;
  readonly jobs?: string;
  readonly shard?: string;
  readonly serverDefect?: string;
  readonly known?: string;
  readonly again?: string;
  readonly out: string;
  readonly offline?: boolean;
  readonly keep?: boolean;
  readonly verbose?: boolean;
}

/** A run that was asked for in words that all make sense. */
export interface RunPlan {
  readonly request: Omit<RunRequest, "progress" | "cells">;
  readonly runtime: "auto" | RuntimeKind;
  readonly servers: readonly string[];
  readonly agents: readonly AgentKind[];
  /** What every cell has. */
  readonly tools: Pick<WantedCell, "terraform" | "cli" | "coder">;
  /** In the place of servers, agents and tools: what did not pass in an earlier report. */
  readonly again: readonly CellAgain[] | undefined;
  readonly scenarios: readonly PlannedScenario[];
  /** What the options leave out, a sentence each. */
  readonly leftOut: readonly string[];
  /** What is expected to fail or to be unsupported. */
  readonly known: readonly KnownEntry[] | undefined;
  readonly jobs: number;
  readonly out: string;
  readonly verbose: boolean;
}

/**
 * Checks everything that can be checked before anything is fetched or started.
 *
 * @throws HarnessError the mistake, or an `AggregateError` of all of them
 */
export async function planRun(options: RunOptions): Promise<RunPlan> {
  const all = await discoverScenarios(scenariosFolder);
  const agents = [...new Set(options.agent)];
  const servers = [...new Set(options.server)];
  const chosen = () =>
    ({
      cliArchives: oneOf("--cli-archives", choices.cliArchives, options.cliArchives),
      ...(options.token !== undefined && { token: oneOf("--token", choices.token, options.token) }),
      ...(options.serverDefect !== undefined && {
        serverDefect: oneOf("--server-defect", serverDefectNames, options.serverDefect),
      }),
    }) as const;
  const jobs = () => (options.jobs === undefined ? defaultJobs : wholeNumber("--jobs", options.jobs));
  const known = async () => (options.known === undefined ? undefined : readKnown(options.known, requirements));
  const again = async () =>
    options.again === undefined ? undefined : planAgain(options.again, planScenarios(all, options), options);
  await allOf([
    () => checkPath("--module", options.module, checkSubject),
    ...servers.map((word) => async () => (await artifacts()).parseServer(word)),
    () => templateRequest(options),
    () => checkPath("--template", options.template, checkTemplateFolder),
    () => checkPath("--vault-binary", options.vaultBinary, async (path) => (await artifacts()).checkServerBinary(path)),
    () => oneOf("--runtime", choices.runtime, options.runtime),
    () => planScenarios(all, options),
    () => options.token !== undefined && oneOf("--token", choices.token, options.token),
    async () => options.terraform !== undefined && (await artifacts()).parseTerraform(options.terraform),
    async () => options.cli !== undefined && (await artifacts()).parseServer(options.cli),
    () => options.coder !== undefined && aVersion("--coder", options.coder),
    ...agents.map((name) => () => oneOf("--agent", choices.agent, name)),
    () =>
      checkPath("--providers", options.providers, async (folder) =>
        (await artifacts()).findProviders(folder, noSearch),
      ),
    () => oneOf("--cli-archives", choices.cliArchives, options.cliArchives),
    () => options.serverDefect !== undefined && oneOf("--server-defect", serverDefectNames, options.serverDefect),
    jobs,
    () => checkPath("--known", options.known, known),
    () => checkPath("--again", options.again, again),
    () => checkPath("--out", options.out, checkReportFolder),
  ]);
  const template = templateRequest(options);
  const request = {
    ...chosen(),
    modules: [{ name: "module", ...(options.module !== undefined && { source: options.module }) }],
    ...(template !== undefined && { template }),
    ...(options.vaultBinary !== undefined && { vaultBinary: options.vaultBinary }),
    ...(options.providers !== undefined && { providers: options.providers }),
    offline: options.offline ?? false,
    keep: options.keep ?? false,
  };
  const { cells, leftOut } = (await again()) ?? { cells: undefined, leftOut: [] };
  return {
    request,
    again: cells,
    runtime: oneOf("--runtime", choices.runtime, options.runtime),
    servers,
    agents: agents.map((name) => oneOf("--agent", choices.agent, name)),
    tools: {
      ...(options.terraform !== undefined && { terraform: options.terraform }),
      ...(options.cli !== undefined && { cli: options.cli }),
      ...(options.coder !== undefined && { coder: options.coder }),
    },
    scenarios: planScenarios(all, options),
    leftOut: [...leftOutBy(options), ...[leftOut].flat()],
    known: await known(),
    jobs: jobs(),
    out: options.out,
    verbose: options.verbose ?? false,
  };
}

const defaultJobs = jobsThatFit(Math.min(4, availableParallelism()));

/** Loaded where an option needs it: it is heavy, and a mistake is to be told at once. */
const artifacts = () => import("../artifacts/index.ts");

const noSearch = { offline: true, progress: () => {} };
