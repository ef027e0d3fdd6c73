import { join } from "node:path";
import { requirements } from "../../scenarios/requirements.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../errors/index.ts";
import { buildReport, exitStatusOf, renderConsole, writeReports } from "../report/index.ts";
import {
  defaultJobs,
  discoverScenarios,
  packageFolder,
  playScenarios,
  prepareRun,
  type TokenKind,
} from "../run/index.ts";
import type { AgentKind, RuntimeKind } from "../runtime/index.ts";
import { createProgress } from "./progress.ts";
import { selectScenarios } from "./select.ts";
import { toolVersion } from "./version.ts";

/** The options of `run` as the command line has them. */
export interface RunOptions {
  readonly module?: string;
  readonly server?: readonly string[];
  readonly vaultBinary?: string;
  readonly runtime: "auto" | RuntimeKind;
  readonly profile?: readonly string[];
  readonly only?: readonly string[];
  readonly token?: TokenKind;
  readonly terraform: string;
  readonly agent?: readonly string[];
  readonly providers?: string;
  readonly cliArchives: "auto" | "genuine" | "stand-in";
  readonly jobs?: string;
  readonly shard?: string;
  readonly out: string;
  readonly offline?: boolean;
  readonly keep?: boolean;
  readonly verbose?: boolean;
}

/** Runs the scenarios against the subject, writes the reports and prints the summary. */
export async function run(options: RunOptions): Promise<ExitStatus> {
  const startedAt = new Date();
  const jobs = wholeNumber("--jobs", options.jobs) ?? defaultJobs;
  const agents = (options.agent ?? []).map(agentKind);
  const runtime = options.runtime === "docker" ? "docker" : "process";
  const all = await discoverScenarios(join(packageFolder, "scenarios"));
  const scenarios = selectScenarios(all, options);
  const progress = createProgress(process.stderr);
  await using prepared = await prepareRun({
    ...given({
      module: options.module,
      servers: options.server,
      vaultBinary: options.vaultBinary,
      token: options.token,
      providers: options.providers,
    }),
    ...(agents.length === 0 ? {} : { agents }),
    runtime,
    terraform: options.terraform,
    cliArchives: options.cliArchives,
    offline: options.offline ?? false,
    keep: options.keep ?? false,
    progress: progress.say,
  });
  stopOnSignals(prepared);
  const results = await playScenarios(prepared, {
    scenarios,
    jobs,
    ...given({ shard: options.shard }),
    listener: progress,
  });
  const report = buildReport({
    tool: { name: "vault-jwt-conformance", version: toolVersion },
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    subject: {
      source: prepared.subject.source,
      digest: prepared.subject.digest,
      variables: prepared.subject.variables,
    },
    cells: prepared.cells.map(({ cell }) => cell),
    catalogue: requirements,
    results,
  });
  const written = await writeReports(report, options.out);
  process.stdout.write(
    `${renderConsole(report, { colours: process.stdout.isTTY === true && !process.env.NO_COLOR, width: process.stdout.columns ?? 100 })}\n`,
  );
  progress.say(`reports: ${written.join(", ")}`);
  return exitStatusOf(report);
}

/** The reaper does the work: it is told, waited for, and this process ends. */
function stopOnSignals(prepared: AsyncDisposable): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.stderr.write("interrupted; cleaning up\n");
      const leave = () => process.exit(exitStatus.interrupted);
      prepared[Symbol.asyncDispose]().then(leave, leave);
    });
  }
}

function agentKind(name: string): AgentKind {
  if (name === "debian") return name;
  throw new WrongInput("agent.unknown", `There is no agent ${name}.`, "Choose among: debian.", { name });
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new WrongInput(
    "option.number",
    `${option} takes a whole number from 1, not ${text}.`,
    "Leave it out for as many as this machine has cores.",
  );
}

function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
