import { requirements } from "../../scenarios/requirements.ts";
import type { ExitStatus } from "../errors/index.ts";
import {
  buildReport,
  createRedactor,
  exitStatusOf,
  type Report,
  type ReportInput,
  renderConsole,
  writeReports,
} from "../report/index.ts";
import { type PreparedRun, playScenarios, prepareRun, product } from "../run/index.ts";
import { dockerAnswers, openRun, type RuntimeKind } from "../runtime/index.ts";
import { counted, named } from "../text/index.ts";
import type { Interruption } from "./interruption.ts";
import type { RunPlan } from "./plan.ts";
import { createProgress } from "./progress.ts";
import { toolVersion } from "./version.ts";

/** Runs the scenarios against the subject, writes the reports and prints the summary. */
export async function run(plan: RunPlan, interruption: Interruption): Promise<ExitStatus> {
  const startedAt = new Date();
  const { request, scenarios, jobs, out, verbose } = plan;
  const { signal } = interruption;
  using progress = createProgress(process.stderr, { verbose, signal });
  const runtime = plan.runtime === "auto" ? await chooseRuntime(progress.say) : plan.runtime;
  progress.say("looking for Terraform, a server and providers");
  await using scope = await openRun(request.keep ?? false);
  interruption.defer(scope.stop);
  const { say, detail } = progress;
  const examples = scenarios.flatMap((scenario) => scenario.examples);
  await using prepared = await prepareRun({
    ...{ ...request, examples, scope, signal, progress: say, detail },
    cells: product(plan.servers, plan.agents, { runtime, ...(plan.terraform && { terraform: plan.terraform }) }),
  });
  progress.say(`playing ${counted(scenarios.length, "scenario")}, ${Math.min(jobs, scenarios.length)} at a time`);
  const results = await playScenarios(
    prepared.cells.map((cell) => ({ ...cell, scenarios })),
    { jobs, listener: progress },
  );
  signal.throwIfAborted();
  const report = reportOf(prepared, { results, startedAt, leftOut: plan.leftOut });
  progress[Symbol.dispose]();
  process.stdout.write(`${renderConsole(report, look(process.stdout))}\n`);
  const written = await writeReports(report, out, scope.claim);
  progress.conclude(`reports: ${written.map(named).join(", ")}`);
  if (request.keep) {
    progress.conclude(`kept: ${named(scope.folder)}`);
    progress.conclude("It holds JWTs, Vault tokens and keys of the run as they are; remove it when you have seen it.");
  }
  return exitStatusOf(report);
}

async function chooseRuntime(say: (message: string) => void): Promise<RuntimeKind> {
  const answer = await dockerAnswers();
  const isUsable = "version" in answer;
  say(isUsable ? `runtime: docker, Engine ${answer.version} answers` : `runtime: process. ${answer.problem}`);
  return isUsable ? "docker" : "process";
}

function reportOf(
  { subjects: [subject], cells, notes }: PreparedRun,
  played: Pick<ReportInput, "results" | "startedAt" | "leftOut">,
): Report {
  if (subject === undefined) throw new TypeError("a run of the command line has one subject");
  // Where it lies on this machine is nobody's business.
  const { folder: _, ...reported } = subject;
  return buildReport({
    tool: { name: "vault-jwt-conformance", version: toolVersion },
    ...played,
    durationMs: Date.now() - played.startedAt.getTime(),
    subject: reported,
    cells: cells.map(({ cell }) => cell),
    catalogue: requirements,
    notes,
    // What a scenario knew is out already; this finds what looks like a secret in the rest.
    redactor: createRedactor(),
  });
}

function look(stream: NodeJS.WriteStream): { colours: boolean; width: number } {
  return { colours: stream.isTTY === true && stream.hasColors(), width: stream.columns ?? 100 };
}
