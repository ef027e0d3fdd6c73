import { join } from "node:path";
import { packageFolder } from "../../../harness/package/index.ts";
import { type PlayedJob, readWorkflow } from "../runner/index.ts";

/** One of this repository's workflows. */
export const workflowNamed = (name: string): ReturnType<typeof readWorkflow> =>
  readWorkflow(join(packageFolder, ".github/workflows", name));

/** What every step came to, with what the failed ones printed, as lines for an assertion. */
export function outcomes(jobs: readonly PlayedJob[]): readonly string[] {
  return jobs.flatMap(({ id, steps }) =>
    steps.map(({ name, outcome, log }) => `${id}: ${name}: ${outcome}${outcome === "failure" ? `\n${log}` : ""}`),
  );
}

/** The steps that did not succeed, as such lines. */
export function unsuccessful(jobs: readonly PlayedJob[]): readonly string[] {
  return outcomes(jobs).filter((line) => !line.endsWith(": success"));
}
