import { configDefaults, defineConfig, type ViteUserConfig } from "vitest/config";
import { twoAtOnce } from "./two-at-once.ts";

const filesIn = (folders: readonly string[]) => folders.map((folder) => `tests/${folder}/**/*.test.ts`);

/** What the author of a module runs: the module conforms, and every mutant of it is reported. */
const author = [...filesIn(["module"]), "tests/mutants/caught.test.ts"];
/** What proves that a verdict is about the module and not about the way it is built. */
const otherModules = filesIn(["conforming"]);
/** They have commands of their own, for they need a Docker daemon, a Chromium, or time. */
const suites = filesIn(["command-line", "docker", "browser", "workflows/act"]);

const config: ViteUserConfig = defineConfig({
  test: {
    ...twoAtOnce,
    projects: [
      // Their files run the catalogue, which takes all of a machine: one after the other.
      { extends: true, test: { name: "module", include: author, fileParallelism: false } },
      { extends: true, test: { name: "conforming", include: otherModules, fileParallelism: false } },
      {
        extends: true,
        test: {
          name: "parts",
          include: ["tests/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...author, ...otherModules, ...suites],
        },
      },
    ],
  },
});

export default config;
