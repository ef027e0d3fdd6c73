import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["tests/workflows/played/**/*.test.ts"],
    // Each plays a whole harness, with the cores that it finds.
    fileParallelism: false,
    testTimeout: 600_000,
  },
});

export default config;
