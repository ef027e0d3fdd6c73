import { availableVersions } from "../artifacts/index.ts";
import { type ExitStatus, exitStatus } from "../errors/index.ts";
import { expandMatrix } from "../matrix/index.ts";
import type { ScenarioResult, Shard } from "../model/index.ts";
import { createTimeLeft, type PlannedScenario, stretchOf, type WantedCell } from "../plan/index.ts";
import { createRedactor } from "../redaction/index.ts";
import { addToHistory, exitStatusOf, holdFolder } from "../report/index.ts";
import { cellIdOf, type LackingCell, playScenarios, prepareRun, type RunRequest } from "../run/index.ts";
import { openRun } from "../runtime/index.ts";
import { counted, print } from "../text/index.ts";
import { chooseRuntime } from "./choose-runtime.ts";
import { publish, reportOf } from "./conclude.ts";
import { fetchOnly } from "./fetch-only.ts";
import type { Interruption } from "./interruption.ts";
import { type MatrixPlan, wantedCell } from "./plan-matrix.ts";
import { createProgress } from "./progress.ts";

/** Plays all cells of a matrix as one run, writes one report and prints the summary. */
export async function matrix(plan: MatrixPlan, interruption: Interruption): Promise<ExitStatus> {
  const startedAt = new Date();
  const { request, file, jobs, verbose } = plan;
  const { signal } = interruption;
  const redactor = createRedactor();
  using progress = createProgress(process.stderr, { verbose, redactor, signal });
  const { say, detail } = progress;
  say(`looking up the versions of the matrix ${file.matrix.name}`);
  const options = { offline: request.offline ?? false, progress: detail, signal };
  const found = await expandMatrix(file, (program) => availableVersions(program, options), { yesAll: plan.yesAll });
  const auto = plan.runtime ?? (found.some(({ runtime }) => runtime === "auto") ? await chooseRuntime(say) : "process");
  const cells = await named(found.map((cell) => wantedCell(cell, auto)));
  const shares = partsFor(cells, plan);
  say("looking for servers, Terraform and providers");
  const examples = plan.scenarios.flatMap((scenario) => scenario.examples);
  const all: RunRequest = {
    ...request,
    examples,
    signal,
    progress: say,
    detail,
    lenience: "leave out",
    cells: shares.map(({ wanted }) => wanted),
  };
  if (plan.fetchOnly) return await fetchOnly(all, interruption, plan.strict);
  await using out = await holdFolder(plan.out);
  await using scope = await openRun(request.keep ?? false);
  interruption.defer(scope.stop);
  await using prepared = await prepareRun({ ...all, scope });
  const scenariosOf = (id: string) => shares.find((share) => share.id === id)?.scenarios ?? [];
  const played = prepared.cells.map((one) => ({ ...one, scenarios: scenariosOf(one.cell.id) }));
  const timeLeft = createTimeLeft(played, jobs);
  say(`playing ${counted(played.length, "cell")}, ${counted(jobs, "scenario")} at a time; ${timeLeft.inWords()}`);
  progress.foresee(timeLeft.inWords);
  const results = await playScenarios(played, {
    jobs,
    listener: {
      began: (name, cell) => progress.began(inCell(name, cell, played.length), cell),
      ended(name, result) {
        timeLeft.ended(result.scenario);
        progress.ended(inCell(name, result.cell, played.length), result);
      },
    },
  });
  signal.throwIfAborted();
  const unplayed = prepared.lacking.flatMap((one) => unsupportedResults(one, scenariosOf(one.cell.id)));
  const report = reportOf(
    prepared,
    {
      startedAt,
      results: [...results, ...unplayed],
      leftOut: [...plan.leftOut, ...prepared.lacking.map(inWords)],
      known: plan.known,
      matrix: {
        name: file.matrix.name,
        digest: file.digest,
        ...(plan.shard !== undefined && { shard: plan.shard }),
        cells: cells.map(({ id }) => id),
      },
    },
    redactor,
  );
  await publish(report, prepared, { out, signer: plan.signer, keep: request.keep ?? false, progress });
  if (plan.history !== undefined) {
    const { text, picture } = await addToHistory(report, plan.history);
    print(process.stdout, text.split("\n"));
    progress.conclude(`history: ${picture}`);
  }
  const status = exitStatusOf(report);
  const isLacking = plan.strict && prepared.lacking.length > 0 && !report.summary.failed && !report.summary.error;
  return isLacking ? exitStatus.cannotRunHere : status;
}

interface NamedCell {
  readonly id: string;
  readonly wanted: WantedCell;
}

async function named(cells: readonly WantedCell[]): Promise<readonly NamedCell[]> {
  const all = await Promise.all(cells.map(async (wanted) => ({ id: await cellIdOf(wanted), wanted })));
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

interface CellPart extends NamedCell {
  readonly scenarios: readonly PlannedScenario[];
}

/** Milliseconds that a cell takes whatever is played in it. */
const perCell = 3_000;

/** What of each cell is played by this shard; cells of which nothing is are left out. */
function partsFor(
  cells: readonly NamedCell[],
  { scenarios, shard }: Pick<MatrixPlan, "scenarios"> & { readonly shard: Shard | undefined },
): readonly CellPart[] {
  if (shard === undefined) return cells.map((cell) => ({ ...cell, scenarios }));
  const all = cells.flatMap((cell) => scenarios.map((scenario) => ({ cell, scenario })));
  const shareOfCell = perCell / scenarios.length;
  const mine = stretchOf(all, ({ scenario }) => scenario.usualMs + shareOfCell, shard);
  return [...Map.groupBy(mine, ({ cell }) => cell)].map(([cell, entries]) => ({
    ...cell,
    scenarios: entries.map(({ scenario }) => scenario),
  }));
}

function inCell(name: string, cell: string, cells: number): string {
  return cells === 1 ? name : `${name} on ${cell}`;
}

function inWords({ cell, reason }: LackingCell): string {
  return `The cell ${cell.id} cannot be had here: ${reason}`;
}

function unsupportedResults(
  { cell, reason }: LackingCell,
  scenarios: readonly PlannedScenario[],
): readonly ScenarioResult[] {
  return scenarios.flatMap(({ name, requirement, tokens }) =>
    tokens.map((token) => ({
      requirement,
      scenario: name,
      token,
      cell: cell.id,
      durationMs: 0,
      outcome: "unsupported",
      reason: `The cell cannot be had here: ${reason}`,
    })),
  );
}
