import { expect, test } from "vitest";
import { createGround } from "./ground.ts";
import { unsuccessful } from "./log.ts";

test("the checks, a run on both runtimes with the same verdicts, and the tests", async () => {
  const ground = await createGround();

  const all = await ground.run("ci.yml", {
    event: "workflow_dispatch",
    inputs: { only: "LOGIN-01", tests: "tests/text" },
    // Only this suite has a file of that name; .ci/run runs all suites in full.
    matrix: "suite:test:parts",
  });

  // Only a Mac runs it.
  const jobs = all.filter(({ id }) => id !== "macos");
  expect(unsuccessful(jobs)).toEqual(["conform: Let processes be isolated: skipped"]);
  expect(jobs.map(({ id, result }) => `${id}: ${result}`).toSorted()).toEqual([
    "checks: success",
    "conform: success",
    "conform: success",
    "tests: success",
    "verdicts: success",
  ]);
  const summaries = jobs.filter(({ id }) => id === "conform").map(({ summary }) => summary);
  expect(summaries).toEqual([expect.stringContaining("LOGIN-01"), expect.stringContaining("LOGIN-01")]);
});
