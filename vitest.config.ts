import { defineConfig, type ViteUserConfig } from "vitest/config";
import { limits } from "./harness/waiting/index.ts";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["scenarios/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    // Node runs the sources itself, as in a run of the command line.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    maxWorkers: 2,
    testTimeout: limits.scenario,
    hookTimeout: limits.scenario,
    globalSetup: ["harness/run/global-setup.ts"],
  },
});

export default config;
