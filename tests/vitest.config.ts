import { configDefaults, defineConfig, type ViteUserConfig } from "vitest/config";
import { twoAtOnce } from "./two-at-once.ts";

const verdicts = ["conforming", "mutants"];
/** They have commands of their own, for they need a Docker daemon, a Chromium, or time. */
const suites = ["command-line", "docker", "browser", "workflows/act"];

const filesIn = (folders: readonly string[]) => folders.map((folder) => `tests/${folder}/**/*.test.ts`);

const config: ViteUserConfig = defineConfig({
  test: {
    ...twoAtOnce,
    projects: [
      { extends: true, test: { name: "verdicts", include: filesIn(verdicts) } },
      {
        extends: true,
        test: {
          name: "parts",
          include: ["tests/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...filesIn([...verdicts, ...suites])],
        },
      },
    ],
  },
});

export default config;
