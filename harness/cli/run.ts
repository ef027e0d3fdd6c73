import type { ExitStatus } from "../errors/index.ts";
import { exitStatusOf } from "../report/index.ts";
import { playScenarios, prepareRun, product } from "../run/index.ts";
import { openRun } from "../runtime/index.ts";
import { counted } from "../text/index.ts";
import { chooseRuntime } from "./chooseRuntime.ts";
import { publish, reportOf } from "./conclude.ts";
import type { Interruption } from "./interruption.ts";
import type { RunPlan } from "./plan.ts";
import { createProgress } from "./progress.ts";

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
  const report = reportOf(prepared, { results, startedAt, leftOut: plan.leftOut, known: plan.known });
  await publish(report, prepared, { out, keep: request.keep ?? false, progress });
  return exitStatusOf(report);
}
