import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../../harness/package/index.ts";
import type { RunResult } from "../../harness/run/scenarios/index.ts";
import { complaintsOf } from "../conformance/complaints.ts";
import { type TogetherOptions, tryTogether } from "../conformance/together.ts";

const folder = join(packageFolder, "fixtures/conforming");

/** The names of the correct modules that are built in other ways. */
export async function conformingModules(): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** What came of a correct module. */
export interface Trial {
  readonly module: string;
  readonly passed: number;
  readonly unsupported: number;
  /** Each result that is neither, in words. */
  readonly problems: readonly string[];
}

/** Tries correct modules in a single run. */
export async function tryModules(names: readonly string[], options: TogetherOptions): Promise<readonly Trial[]> {
  const modules = names.map((name) => ({ name, source: join(folder, name) }));
  const { results } = await tryTogether(modules, options);
  return names.map((name) =>
    trialOf(
      name,
      results.filter(({ subject }) => subject === name),
    ),
  );
}

function trialOf(module: string, results: readonly RunResult[]): Trial {
  const count = (wanted: string) => results.filter(({ outcome }) => outcome === wanted).length;
  const problems = complaintsOf(results).map((complaint) => `${module}: ${complaint}`);
  return { module, passed: count("pass"), unsupported: count("unsupported"), problems };
}
