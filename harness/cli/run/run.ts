import { type ExitStatus, exitStatus } from "../../errors/index.ts";
import { addToHistory, holdFolder } from "../../output/index.ts";
import { createTimeLeft } from "../../plan/index.ts";
import { createRedactor } from "../../redaction/index.ts";
import { type LackingCell, prepareRun, runScenarios } from "../../run/index.ts";
import { openRun } from "../../runtime/scope/index.ts";
import { counted, print } from "../../text/index.ts";
import { exitStatusOf } from "../../verdict/index.ts";
import type { Interruption } from "../interruption.ts";
import { publish, reportOf } from "./conclude.ts";
import { fetchOnly } from "./fetch-only.ts";
import type { Plan } from "./plan.ts";
import { createProgress } from "./progress.ts";
import { introduced } from "./subject.ts";
import { reportedTemplate } from "./template.ts";

/** Runs what is planned against the subject, writes the reports and prints the summary. */
export async function run(plan: Plan, interruption: Interruption): Promise<ExitStatus> {
  const startedAt = new Date();
  const { jobs, verbose } = plan;
  const { signal } = interruption;
  const redactor = createRedactor();
  for (const value of inputValuesOf(plan)) if (value.length >= leastSecret) redactor.add("secret", value);
  using progress = createProgress(process.stderr, { verbose, redactor, signal });
  const { say, detail } = progress;
  if (!plan.fetchOnly) for (const module of plan.request.modules ?? []) say(await introduced(module, plan.request));
  const { cells, matrix } = await plan.cells({ say, detail, signal });
  say("looking for Terraform, servers and providers");
  const request = { ...plan.request, cells, signal, progress: say, detail };
  if (plan.fetchOnly) return await fetchOnly(request, interruption, plan.strict);
  await using out = await holdFolder(plan.out);
  await using scope = await openRun(request.keep ?? false);
  interruption.defer(scope.stop);
  await using prepared = await prepareRun({ ...request, scope });
  const timeLeft = createTimeLeft(prepared.cells, jobs);
  say(`${whatRuns(prepared.cells)}, ${jobs} at a time; ${timeLeft.inWords()}`);
  progress.foresee(timeLeft.inWords);
  const called = (name: string, cell: string) => (prepared.cells.length === 1 ? name : `${name} on ${cell}`);
  const results = await runScenarios(prepared, {
    jobs,
    listener: {
      began: (name, cell) => progress.began(called(name, cell), cell),
      ended(name, result) {
        timeLeft.ended(result.scenario);
        progress.ended(called(name, result.cell), result);
      },
    },
  });
  signal.throwIfAborted();
  const report = reportOf(
    prepared,
    {
      results,
      startedAt,
      leftOut: [...plan.leftOut, ...prepared.lacking.map(inWords)],
      known: plan.known,
      ...(matrix !== undefined && { matrix }),
      template: reportedTemplate(request.template),
    },
    redactor,
  );
  await publish(report, prepared, { out, signer: plan.signer, keep: request.keep ?? false, progress });
  if (plan.history !== undefined) {
    const { text, picture } = await addToHistory(report, plan.history);
    print(process.stdout, text.split("\n"));
    progress.conclude(`history: ${picture}`);
  }
  const { failed, error, blocked } = report.summary;
  const isLacking = plan.strict && prepared.lacking.length > 0 && failed + error + blocked === 0;
  return isLacking ? exitStatus.cannotRunHere : exitStatusOf(report);
}

/** What is shorter is a word of other sentences too, such as the name of a mount. */
const leastSecret = 8;

function inputValuesOf({ request: { modules = [] } }: Plan): readonly string[] {
  return modules.flatMap(({ inputs = {} }) => Object.values(inputs));
}

function whatRuns(cells: readonly { readonly scenarios: readonly unknown[] }[]): string {
  const scenarios = counted(
    cells.reduce((sum, cell) => sum + cell.scenarios.length, 0),
    "scenario",
  );
  return `running ${scenarios}${cells.length === 1 ? "" : ` in ${counted(cells.length, "cell")}`}`;
}

function inWords({ cell, reason }: LackingCell): string {
  return `The cell ${cell.id} is not available: ${reason}`;
}
