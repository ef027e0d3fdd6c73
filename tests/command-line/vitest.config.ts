import { defineConfig, type ViteUserConfig } from "vitest/config";
import { twoAtOnce } from "../twoAtOnce.ts";

const config: ViteUserConfig = defineConfig({
  test: { ...twoAtOnce, include: ["tests/command-line/**/*.test.ts"] },
});

export default config;
