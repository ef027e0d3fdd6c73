import { configDefaults, defineConfig, type ViteUserConfig } from "vitest/config";
import { HeaviestFirst } from "./heaviestFirst.ts";
import { twoAtOnce } from "./twoAtOnce.ts";

/** They have commands of their own, for they need a Docker daemon, a Chromium, or time. */
const suites = ["command-line", "docker", "browser", "workflows/played"];

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...suites.map((folder) => `tests/${folder}/**`)],
    sequence: { sequencer: HeaviestFirst },
    ...twoAtOnce,
  },
});

export default config;
