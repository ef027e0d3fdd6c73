import { defineConfig, type ViteUserConfig } from "vitest/config";
import { twoAtOnce } from "../two-at-once.ts";

const config: ViteUserConfig = defineConfig({
  test: { ...twoAtOnce, include: ["tests/command-line/**/*.test.ts"] },
});

export default config;
