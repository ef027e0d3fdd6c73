import { join } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["tests/docker/**/*.test.ts"],
    globalSetup: [join(import.meta.dirname, "global-setup.ts")],
    testTimeout: 120_000,
    // Images are made there on a fresh machine.
    hookTimeout: 600_000,
  },
});

export default config;
