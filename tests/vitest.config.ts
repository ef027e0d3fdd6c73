import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: { include: ["tests/**/*.test.ts"], maxConcurrency: 2, testTimeout: 120_000, hookTimeout: 120_000 },
});

export default config;
