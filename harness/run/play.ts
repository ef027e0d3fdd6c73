import { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { createVitest, type Vitest } from "vitest/node";
import { limits } from "../waiting/index.ts";
import { completeResults } from "./complete.ts";
import type { PlannedScenario } from "./discover.ts";
import { packageFolder } from "./packageFolder.ts";
import type { PreparedRun } from "./prepare.ts";
import { collectResults, type PlayedResult, type ScenarioListener } from "./reporter.ts";

/** How a run's scenarios are played. */
export interface PlayOptions {
  readonly scenarios: readonly PlannedScenario[];
  /** Scenarios at the same time, those that wait for a time limit apart. */
  readonly jobs: number;
  readonly listener: ScenarioListener;
}

/**
 * Plays scenarios in every cell of a prepared run: Vitest is the engine, a cell is a project of its own. Whatever was
 * planned has a result, an error where Vitest gave none.
 */
export async function playScenarios(
  { cells }: Pick<PreparedRun, "cells">,
  options: PlayOptions,
): Promise<readonly PlayedResult[]> {
  const collector = collectResults(options.listener);
  const engines: Vitest[] = [];
  for (const share of sharesOf(options)) engines.push(await openVitest(cells, share, collector));
  const accident = Promise.withResolvers<void>();
  // A worker that runs out of memory also fails where Vitest does not catch it.
  process.setUncaughtExceptionCaptureCallback((error) => {
    collector.onAccident(error);
    accident.resolve();
  });
  const atMost = accident.promise.then(() => setTimeout(patience, undefined, { ref: false }));
  try {
    await Promise.race([Promise.all(engines.map((vitest) => vitest.start())), atMost]);
    return completeResults(collector, { cells: cells.map(({ settings }) => settings), ...options });
  } finally {
    await Promise.race([Promise.all(engines.map((vitest) => vitest.close())), atMost]);
    process.setUncaughtExceptionCaptureCallback(null);
  }
}

/** Milliseconds that Vitest has to come to its end after something failed that it did not catch. */
const patience = 5_000;

type Share = Pick<PlayOptions, "scenarios" | "jobs">;

/** What waits for a time limit needs no processor, and takes no turn from what does: it has a Vitest of its own. */
function sharesOf({ scenarios, jobs }: Share): readonly Share[] {
  const waiting = scenarios.filter(({ waits }) => waits);
  const working = scenarios.filter(({ waits }) => !waits);
  const shares = [
    { scenarios: waiting, jobs: waiting.length },
    { scenarios: working, jobs },
  ];
  return shares.filter((share) => share.scenarios.length > 0);
}

async function openVitest(
  cells: PreparedRun["cells"],
  { scenarios, jobs }: Share,
  collector: ReturnType<typeof collectResults>,
): Promise<Vitest> {
  const projects = cells.map(({ cell, settings }) => ({
    test: {
      name: cell.id,
      include: scenarios.map(({ path }) => path),
      // An installed package lies in node_modules.
      exclude: [],
      pool: "threads" as const,
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
      { ...config, passWithNoTests: true, maxWorkers: jobs, projects },
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
