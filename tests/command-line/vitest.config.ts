import { defineConfig, type ViteUserConfig } from "vitest/config";
import { twoAtOnce } from "../twoAtOnce.ts";

const config: ViteUserConfig = defineConfig({
  test: { include: ["tests/command-line/**/*.test.ts"], ...twoAtOnce },
});

export default config;
