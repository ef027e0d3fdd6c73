import { availableParallelism } from "node:os";

/** How test files are played that start commands: Vitest would leave a machine of two cores with one worker. */
export const twoAtOnce: Readonly<Record<"maxWorkers" | "maxConcurrency" | "testTimeout" | "hookTimeout", number>> = {
  maxWorkers: Math.max(2, availableParallelism() - 1),
  maxConcurrency: 2,
  testTimeout: 120_000,
  hookTimeout: 120_000,
};
