import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["tests/workflows/act/**/*.test.ts"],
    // Each runs a whole harness, with the cores that it finds.
    fileParallelism: false,
    testTimeout: 600_000,
  },
});

export default config;
