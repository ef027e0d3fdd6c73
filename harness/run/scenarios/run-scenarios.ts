import { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { createVitest, type Vitest } from "vitest/node";
import { packageFolder } from "../../package/index.ts";
import type { PlannedScenario } from "../../plan/index.ts";
import { limits } from "../../waiting/index.ts";
import type { LackingCell, PreparedCell, PreparedRun } from "../prepare.ts";
import { completeResults } from "./complete.ts";
import { longestFirst } from "./longest-first.ts";
import { collectResults, type RunResult, type ScenarioListener } from "./reporter.ts";

/** How scenarios run. */
export interface ScenarioOptions {
  /** Scenarios at the same time, those that wait for a time limit apart. */
  readonly jobs: number;
  readonly listener: ScenarioListener;
  /** Once aborted, no further scenario starts, and what was planned and has no result by then gets none. */
  readonly stop?: AbortSignal;
}

/**
 * Runs what is planned: Vitest is the engine, a cell is a project of its own. Cells follow each other, and the next one
 * begins while the last scenarios of the one before it run. Whatever was planned has a result: an error where Vitest gave
 * none, and `unsupported` where the cell is not available.
 */
export async function runScenarios(
  { cells, lacking }: Pick<PreparedRun, "cells" | "lacking">,
  { jobs, listener, stop }: ScenarioOptions,
): Promise<readonly RunResult[]> {
  const collector = collectResults(listener, stop);
  const engines: Vitest[] = [];
  for (const share of sharesOf(cells, jobs)) engines.push(await openVitest(share, collector));
  const accident = Promise.withResolvers<void>();
  // A worker that runs out of memory also fails where Vitest does not catch it.
  process.setUncaughtExceptionCaptureCallback((error) => {
    collector.onAccident(error);
    accident.resolve();
  });
  const atMost = accident.promise.then(() => setTimeout(patience, undefined, { ref: false }));
  stop?.addEventListener("abort", () => {
    for (const vitest of engines) void vitest.cancelCurrentRun("keyboard-input");
  });
  try {
    await Promise.race([Promise.all(engines.map((vitest) => vitest.start())), atMost]);
    if (stop?.aborted) return collector.results.map(({ file: _, ...result }) => result);
    const plan = cells.map(({ settings, scenarios }) => ({ ...settings, scenarios }));
    return [...completeResults(collector, { cells: plan, listener }), ...lacking.flatMap(unsupported)];
  } finally {
    await Promise.race([Promise.all(engines.map((vitest) => vitest.close())), atMost]);
    process.setUncaughtExceptionCaptureCallback(null);
  }
}

function unsupported({ cell, reason, scenarios, subjects }: LackingCell): readonly RunResult[] {
  const base = {
    cell: cell.id,
    durationMs: 0,
    outcome: "unsupported",
    reason: `The cell is not available: ${reason}`,
  } as const;
  const all = scenarios.flatMap(({ name, requirement, tokens }) =>
    tokens.map((token) => ({ ...base, requirement, scenario: name, token })),
  );
  return subjects.flatMap((subject) => all.map((one) => ({ ...one, subject })));
}

/** Milliseconds that Vitest has to come to its end after something failed that it did not catch. */
const patience = 5_000;

interface Share {
  readonly cells: readonly PreparedCell[];
  readonly jobs: number;
}

/** What waits for a time limit needs no processor, and takes no turn from what does: it has a Vitest of its own. */
function sharesOf(cells: readonly PreparedCell[], jobs: number): readonly Share[] {
  const waiting = those(cells, (scenario) => scenario.waits);
  const working = those(cells, (scenario) => !scenario.waits);
  const shares = [
    { cells: waiting, jobs: Math.max(...waiting.map(({ scenarios }) => scenarios.length)) },
    { cells: working, jobs },
  ];
  return shares.filter((share) => share.cells.length > 0);
}

function those(cells: readonly PreparedCell[], fits: (scenario: PlannedScenario) => boolean): readonly PreparedCell[] {
  const parts = cells.map((cell) => ({ ...cell, scenarios: cell.scenarios.filter(fits) }));
  return parts.filter(({ scenarios }) => scenarios.length > 0);
}

async function openVitest({ cells, jobs }: Share, collector: ReturnType<typeof collectResults>): Promise<Vitest> {
  const projects = cells.map(({ cell, settings, scenarios }) => ({
    test: {
      name: cell.id,
      include: scenarios.map(({ path }) => path),
      // An installed package lies in node_modules.
      exclude: [],
      pool: "threads" as const,
      // Node runs the sources itself, and keeps what it has compiled for the next run.
      experimental: { viteModuleRunner: false, nodeLoader: false },
      isolate: false,
      testTimeout: limits.scenario,
      hookTimeout: limits.scenario,
      provide: { run: settings },
    },
  }));
  const config = { root: packageFolder, config: false as const, watch: false, reporters: [collector] };
  return await withoutItsListeners(() =>
    createVitest(
      "test",
      { ...config, passWithNoTests: true, maxWorkers: jobs, projects, sequence: { sequencer: longestFirst(cells) } },
      {},
      // What it has to say comes through the reporter; on a terminal it would also move the cursor.
      { stdout: nowhere(), stderr: nowhere() },
    ),
  );
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

const guarded = new Set<string | symbol>(["SIGINT", "SIGTERM", "unhandledRejection"]);

/** Vitest ends the process at a signal, before a run can be cleaned up, and at a rejection with the status of a verdict. */
async function withoutItsListeners<T>(create: () => Promise<T>): Promise<T> {
  const shed = (event: string | symbol, listener: (...args: unknown[]) => void) => {
    // The listener is added after this; no signal comes before the microtask does.
    if (guarded.has(event)) queueMicrotask(() => process.off(event, listener));
  };
  process.on("newListener", shed);
  try {
    return await create();
  } finally {
    process.off("newListener", shed);
  }
}
