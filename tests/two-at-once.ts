import { availableParallelism } from "node:os";
import type { ViteUserConfig } from "vitest/config";
import { HeaviestFirst } from "./heaviest-first.ts";

/** How test files run that start commands. */
export const twoAtOnce: NonNullable<ViteUserConfig["test"]> = {
  // Vitest would leave a machine of two cores with one worker.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  maxConcurrency: 2,
  sequence: { sequencer: HeaviestFirst },
  testTimeout: 120_000,
  hookTimeout: 120_000,
};
