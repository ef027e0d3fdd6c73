import type { TestProject } from "vitest/node";
import { planScenarios, wantedCell } from "../plan/index.ts";
import { print } from "../text/index.ts";
import { prepareRun } from "./prepare.ts";

/**
 * Prepares a run with the defaults, for `npx vitest scenarios/…` without the command line. The variable SUBJECT names
 * another module, as `--module` does.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { SUBJECT: source } = process.env;
  const run = await prepareRun({
    cells: [{ wanted: wantedCell(), scenarios: planScenarios() }],
    ...(source ? { modules: [{ name: source, source }] } : {}),
    progress: (message) => print(process.stderr, [message]),
  });
  const settings = run.cells[0]?.settings;
  if (settings !== undefined) project.provide("run", settings);
  return async () => await run[Symbol.asyncDispose]();
}
