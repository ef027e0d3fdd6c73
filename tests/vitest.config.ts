import { availableParallelism } from "node:os";
import { configDefaults, defineConfig, type ViteUserConfig } from "vitest/config";
import { HeaviestFirst } from "./heaviestFirst.ts";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // They have commands of their own, test:docker, test:browser and test:workflows, for they need a Docker daemon, a Chromium, or time.
    exclude: [...configDefaults.exclude, "tests/docker/**", "tests/browser/**", "tests/workflows/played/**"],
    sequence: { sequencer: HeaviestFirst },
    // Vitest would leave a machine of two cores with one worker.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

export default config;
