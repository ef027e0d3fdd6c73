import { expect, test } from "vitest";
import { createGround, playWorkflow } from "../runner/index.ts";
import { unsuccessful, workflowNamed } from "./playing.ts";

const workflow = await workflowNamed("ci.yml");

test("the checks, a run on both runtimes with the same verdicts, and the tests", async () => {
  await using ground = await createGround();
  // None of the other suites has a file of this name; .ci/run plays them whole.
  const suites: readonly (string | undefined)[] = [undefined, "test:parts"];

  const jobs = await playWorkflow(workflow, {
    ground,
    event: "workflow_dispatch",
    inputs: { only: "LOGIN-01", tests: "tests/text" },
    only: (_, { suite }) => suites.includes(suite),
  });

  expect(unsuccessful(jobs)).toEqual(["conform: Let processes be isolated: skipped"]);
  expect(jobs.map(({ id, result }) => `${id}: ${result}`)).toEqual([
    "checks: success",
    "conform: success",
    "conform: success",
    "verdicts: success",
    "tests: success",
  ]);
  expect(jobs.filter(({ id }) => id === "conform").map(({ summary }) => summary.includes("LOGIN-01"))).toEqual([
    true,
    true,
  ]);
});
