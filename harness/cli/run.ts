import type { ExitStatus } from "../errors/index.ts";
import { type PlannedScenario, product, type WantedCell } from "../plan/index.ts";
import { createRedactor } from "../redaction/index.ts";
import { exitStatusOf, holdFolder } from "../report/index.ts";
import { type PlayedCell, type PreparedRun, playScenarios, prepareRun } from "../run/index.ts";
import { openRun } from "../runtime/index.ts";
import { counted } from "../text/index.ts";
import type { CellAgain } from "./again.ts";
import { chooseRuntime } from "./choose-runtime.ts";
import { publish, reportOf } from "./conclude.ts";
import { fetchOnly } from "./fetch-only.ts";
import type { Interruption } from "./interruption.ts";
import type { RunPlan } from "./plan.ts";
import { createProgress } from "./progress.ts";
import { reportedTemplate } from "./template.ts";

/** Runs the scenarios against the subject, writes the reports and prints the summary. */
export async function run(plan: RunPlan, interruption: Interruption): Promise<ExitStatus> {
  const startedAt = new Date();
  const { request, jobs, verbose } = plan;
  const { signal } = interruption;
  const redactor = createRedactor();
  using progress = createProgress(process.stderr, { verbose, redactor, signal });
  const cells = plan.again ?? (await chosenCells(plan, progress.say));
  progress.say("looking for Terraform, a server and providers");
  const { say, detail } = progress;
  const scenarios = [...new Set(cells.flatMap((cell) => cell.scenarios))];
  const examples = scenarios.flatMap((scenario) => scenario.examples);
  const all = {
    ...request,
    examples,
    signal,
    progress: say,
    detail,
    cells: cells.map(({ wanted }) => wanted),
  };
  if (plan.fetchOnly) return await fetchOnly(all, interruption, true);
  await using out = await holdFolder(plan.out);
  await using scope = await openRun(request.keep ?? false);
  interruption.defer(scope.stop);
  await using prepared = await prepareRun({ ...all, scope });
  progress.say(`playing ${counted(scenarios.length, "scenario")}, ${Math.min(jobs, scenarios.length)} at a time`);
  const results = await playScenarios(
    prepared.cells.map((cell, place) => playedCell(cell, cells[place]?.scenarios ?? plan.scenarios)),
    { jobs, listener: progress },
  );
  signal.throwIfAborted();
  const { leftOut, known } = plan;
  const template = reportedTemplate(request.template);
  const report = reportOf(prepared, { results, startedAt, leftOut, known, template }, redactor);
  await publish(report, prepared, { out, signer: plan.signer, keep: request.keep ?? false, progress });
  return exitStatusOf(report);
}

/** Every server with every agent that was asked for. */
async function chosenCells(plan: RunPlan, say: (message: string) => void): Promise<readonly CellAgain[]> {
  const { servers, agents, tools, scenarios } = plan;
  const runtime = plan.runtime === "auto" ? await chooseRuntime(say) : plan.runtime;
  return product(servers, agents, { runtime, ...tools, ...askedFor(tools) }).map((wanted) => ({ wanted, scenarios }));
}

/** What was chosen is chosen again where a failure is played again. */
function askedFor({ coder, ...tools }: RunPlan["tools"]): Pick<WantedCell, "asked"> {
  const asked = { ...tools, ...(coder !== undefined && { provider: coder }) };
  return Object.keys(asked).length === 0 ? {} : { asked };
}

/** A cell in which each requirement is played with the tokens that were chosen for it. */
function playedCell(prepared: PreparedRun["cells"][number], scenarios: readonly PlannedScenario[]): PlayedCell {
  const byRequirement = Map.groupBy(scenarios, ({ requirement }) => requirement);
  const tokensOf = Object.fromEntries(
    [...byRequirement].map(([id, own]) => [id, [...new Set(own.flatMap(({ tokens }) => tokens))]]),
  );
  return { ...prepared, settings: { ...prepared.settings, tokensOf }, scenarios };
}
