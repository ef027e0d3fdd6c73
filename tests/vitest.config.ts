import { configDefaults, defineConfig, type ViteUserConfig } from "vitest/config";
import { twoAtOnce } from "./twoAtOnce.ts";

/** They have commands of their own, for they need a Docker daemon, a Chromium, or time. */
const suites = ["command-line", "docker", "browser", "workflows/played"];

const config: ViteUserConfig = defineConfig({
  test: {
    ...twoAtOnce,
    include: ["tests/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...suites.map((folder) => `tests/${folder}/**`)],
  },
});

export default config;
