import { createVitest } from "vitest/node";
import type { ScenarioResult } from "../report/index.ts";
import type { ScenarioFile } from "./discover.ts";
import { type PreparedRun, packageFolder } from "./prepare.ts";
import { collectResults, type ScenarioListener } from "./reporter.ts";

/** How a run's scenarios are played. */
export interface PlayOptions {
  readonly scenarios: readonly ScenarioFile[];
  /** Scenarios at the same time. */
  readonly jobs: number;
  /** `I/N`: this part of the scenario files. */
  readonly shard?: string;
  readonly listener: ScenarioListener;
}

/** Plays scenarios in every cell of a prepared run: Vitest is the engine, a cell is a project of its own. */
export async function playScenarios(run: PreparedRun, options: PlayOptions): Promise<readonly ScenarioResult[]> {
  const collector = collectResults(options.listener);
  const files = options.scenarios.map((scenario) => scenario.path);
  const vitest = await createVitest(
    "test",
    {
      root: packageFolder,
      config: false,
      watch: false,
      reporters: [collector],
      ...(options.shard === undefined ? {} : { shard: options.shard }),
      passWithNoTests: true,
      maxWorkers: options.jobs,
      projects: run.cells.map(({ cell, settings }) => ({
        test: {
          name: cell.id,
          include: files,
          pool: "threads" as const,
          isolate: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          provide: { run: settings },
        },
      })),
    },
    {},
    { stdout: process.stderr, stderr: process.stderr },
  );
  try {
    await vitest.start();
    return collector.results;
  } finally {
    await vitest.close();
  }
}
