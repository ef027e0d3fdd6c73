import { type ExitStatus, exitStatus } from "../../errors/index.ts";
import { addToHistory, holdFolder, writeReports } from "../../output/index.ts";
import { createTimeLeft, type PlannedScenario } from "../../plan/index.ts";
import { createRedactor } from "../../redaction/index.ts";
import { type LackingCell, prepareRun, runScenarios } from "../../run/index.ts";
import type { RunResult } from "../../run/scenarios/index.ts";
import { openRun } from "../../runtime/scope/index.ts";
import { counted, named, print } from "../../text/index.ts";
import { exitStatusOf, isKnownFailure } from "../../verdict/index.ts";
import { sealedBy } from "../gate/sign.ts";
import type { Interruption } from "../interruption.ts";
import { publish, reportOf } from "./conclude.ts";
import { fetchOnly } from "./fetch-only.ts";
import { listedPlan } from "./list-plan.ts";
import type { Plan } from "./plan.ts";
import { createProgress } from "./progress.ts";
import { reportFolderFor, unfinishedFolder } from "./report-folder.ts";
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
  if (!plan.fetchOnly && !plan.list)
    for (const module of plan.request.modules ?? []) say(await introduced(module, plan.request));
  const { cells, matrix } = await plan.cells({ say, detail, signal });
  if (plan.list) {
    print(process.stdout, listedPlan(cells, jobs));
    return exitStatus.conforms;
  }
  say("looking for Terraform, servers and providers");
  const request = { ...plan.request, cells, signal, progress: say, detail };
  if (plan.fetchOnly) return await fetchOnly(request, interruption, plan.strict);
  const planned = cells.reduce((sum, { scenarios }) => sum + resultsOf(scenarios), 0);
  const folder = await reportFolderFor({ ...plan.out, results: planned });
  await using out = await holdFolder(folder);
  await using unfinished = await holdFolder(unfinishedFolder(folder));
  await using scope = await openRun(request.keep ?? false);
  interruption.defer(scope.stop);
  await using prepared = await prepareRun({ ...request, scope });
  const timeLeft = createTimeLeft(prepared.cells, jobs);
  say(`${whatRuns(prepared.cells)}, ${jobs} at a time; ${timeLeft.inWords()}`);
  progress.foresee(timeLeft.inWords);
  const expected = {
    startedAt: startedAt.toISOString(),
    cells: prepared.cells.map(({ cell }) => cell),
    known: plan.known,
  };
  progress.expect({ isKnown: (result) => isKnownFailure(result, expected), folder });
  const called = (name: string, cell: string) => {
    const short = name.replace(/: .*/s, "");
    return prepared.cells.length === 1 ? short : `${short} on ${cell}`;
  };
  const reportWith = (results: readonly RunResult[], leftOut: readonly string[]) =>
    reportOf(
      prepared,
      {
        results,
        startedAt,
        leftOut: [...plan.leftOut, ...prepared.lacking.map(inWords), ...leftOut],
        known: plan.known,
        ...(matrix !== undefined && { matrix }),
        template: reportedTemplate(request.template),
      },
      redactor,
    );
  const seen: RunResult[] = [];
  const stop = new AbortController();
  interruption.defer(async () => {
    if (seen.length === 0) return;
    const far = `${seen.length} of ${planned} results`;
    // There may be no time for more than that.
    print(process.stderr, [`writing the report of ${far} into ${named(unfinished.name)}`]);
    const report = reportWith(seen, [`Interrupted: ${far}.`]);
    await writeReports(report, unfinished, await sealedBy(plan.signer, report));
  });
  const results = await runScenarios(prepared, {
    jobs,
    stop: stop.signal,
    listener: {
      began: (name, cell) => progress.began(called(name, cell), cell),
      ended(name, result) {
        timeLeft.ended(result.scenario);
        progress.ended(called(name, result.cell), result);
        // What fails after a signal fails because the run was cut short.
        if (!signal.aborted) seen.push(result);
        if (seen.filter(isFailure).length >= (plan.bail ?? Number.POSITIVE_INFINITY)) stop.abort();
      },
    },
  });
  signal.throwIfAborted();
  const isCut = stop.signal.aborted && results.length < planned;
  const report = reportWith(results, isCut ? [`Stopped by --bail: ${results.length} of ${planned} results.`] : []);
  const place = isCut ? unfinished : out;
  await publish(report, prepared, { out: place, signer: plan.signer, keep: request.keep ?? false, progress });
  if (plan.history !== undefined) {
    const { text, picture } = await addToHistory(report, plan.history);
    print(process.stdout, text.split("\n"));
    progress.conclude(`History: ${named(picture)}`);
  }
  const { failed, error, blocked } = report.summary;
  const isLacking = plan.strict && prepared.lacking.length > 0 && failed + error + blocked === 0;
  return isLacking ? exitStatus.cannotRunHere : exitStatusOf(report);
}

function resultsOf(scenarios: readonly PlannedScenario[]): number {
  return scenarios.reduce((sum, { tokens }) => sum + tokens.length, 0);
}

function isFailure({ outcome }: RunResult): boolean {
  return outcome === "fail" || outcome === "error";
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
