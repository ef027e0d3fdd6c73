import { availableParallelism } from "node:os";
import { requirements } from "../../scenarios/requirements.ts";
import type { NamedKey } from "../attestation/index.ts";
import type { AgentKind, KnownEntry, RuntimeKind } from "../model/index.ts";
import { leftOutBy, type PlannedScenario, planScenarios, scenarioFiles, type WantedCell } from "../plan/index.ts";
import { checkReportFolder, readKnown } from "../report/index.ts";
import { checkSubject, checkTemplateFolder, jobsThatFit, type RunRequest, serverDefectNames } from "../run/index.ts";
import { type CellAgain, planAgain } from "./again.ts";
import { allOf, aVersion, checked, checkGiven, checkPath, oneOf, wholeNumber } from "./check.ts";
import { choices } from "./choices.ts";
import { filesWritten, readSigner } from "./sign.ts";
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
  readonly ignoreState?: boolean;
  readonly known?: string;
  readonly again?: string;
  readonly sign?: string;
  readonly out: string;
  readonly terraformNetwork?: boolean;
  readonly offline?: boolean;
  readonly keep?: boolean;
  readonly fetchOnly?: boolean;
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
  /** The key that the reports are signed with. */
  readonly signer: NamedKey | undefined;
  /** Nothing is played: what the run needs is fetched. */
  readonly fetchOnly: boolean;
  readonly verbose: boolean;
}

/**
 * Checks everything that can be checked before anything is fetched or started.
 *
 * @throws HarnessError the mistake, or an `AggregateError` of all of them
 */
export async function planRun(options: RunOptions): Promise<RunPlan> {
  const all = scenarioFiles(requirements);
  const servers = [...new Set(options.server)];
  const template = checked(() => templateRequest(options));
  const runtime = checked(() => oneOf("--runtime", choices.runtime, options.runtime));
  const scenarios = checked(() => planScenarios(all, options));
  const token = checkGiven(options.token, (word) => oneOf("--token", choices.token, word));
  const agents = [...new Set(options.agent)].map((name) => checked(() => oneOf("--agent", choices.agent, name)));
  const cliArchives = checked(() => oneOf("--cli-archives", choices.cliArchives, options.cliArchives));
  const serverDefect = checkGiven(options.serverDefect, (word) => oneOf("--server-defect", serverDefectNames, word));
  const jobs = checkGiven(options.jobs, (text) => wholeNumber("--jobs", text));
  const known = checkPath("--known", options.known, (path) => readKnown(path, requirements));
  const again = checkPath("--again", options.again, (path) => planAgain(path, planScenarios(all, options), options));
  const signer = checkPath("--sign", options.sign, (path) => readSigner(path, options.module));
  await allOf([
    checkPath("--module", options.module, (path) => checkSubject(path, options)),
    ...servers.map(async (word) => (await artifacts()).parseServer(word)),
    template,
    checkPath("--template", options.template, checkTemplateFolder),
    checkPath("--vault-binary", options.vaultBinary, async (path) => (await artifacts()).checkServerBinary(path)),
    ...[runtime, scenarios, token],
    checkGiven(options.terraform, async (word) => (await artifacts()).parseTerraform(word)),
    checkGiven(options.cli, async (word) => (await artifacts()).parseServer(word)),
    checkGiven(options.coder, (word) => aVersion("--coder", word)),
    ...agents,
    checkPath("--providers", options.providers, async (path) => (await artifacts()).findProviders(path, noSearch)),
    ...[cliArchives, serverDefect, jobs, known, again],
    signer,
    checkPath("--out", options.out, (out) => checkReportFolder(out, filesWritten(options.sign))),
  ]);
  const [chosenToken, defect, ownTemplate] = [await token, await serverDefect, await template];
  const { cells, leftOut } = (await again) ?? { cells: undefined, leftOut: [] };
  return {
    request: {
      modules: [{ name: "module", ...(options.module !== undefined && { source: options.module }) }],
      cliArchives: await cliArchives,
      ...(chosenToken !== undefined && { token: chosenToken }),
      ...(defect !== undefined && { serverDefect: defect }),
      ...(ownTemplate !== undefined && { template: ownTemplate }),
      ...(options.vaultBinary !== undefined && { vaultBinary: options.vaultBinary }),
      ...(options.providers !== undefined && { providers: options.providers }),
      ignoreState: options.ignoreState ?? false,
      terraformNetwork: options.terraformNetwork ?? false,
      offline: options.offline ?? false,
      keep: options.keep ?? false,
    },
    again: cells,
    runtime: await runtime,
    servers,
    agents: await Promise.all(agents),
    tools: {
      ...(options.terraform !== undefined && { terraform: options.terraform }),
      ...(options.cli !== undefined && { cli: options.cli }),
      ...(options.coder !== undefined && { coder: options.coder }),
    },
    scenarios: await scenarios,
    leftOut: [...leftOutBy(options), ...[leftOut].flat()],
    known: await known,
    jobs: (await jobs) ?? defaultJobs,
    out: options.out,
    signer: await signer,
    fetchOnly: options.fetchOnly ?? false,
    verbose: options.verbose ?? false,
  };
}

const defaultJobs = jobsThatFit(Math.min(4, availableParallelism()));

/** Loaded where an option needs it: it is heavy, and a mistake is to be told at once. */
const artifacts = () => import("../artifacts/index.ts");

const noSearch = { offline: true, progress: () => {} };
