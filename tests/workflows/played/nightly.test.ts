import { execa } from "execa";
import { expect, test } from "vitest";
import { createGround, type Ground, type PlayedJob, playWorkflow, repositoryNames } from "../runner/index.ts";
import { unsuccessful, workflowNamed } from "./playing.ts";

const workflow = await workflowNamed("nightly.yml");
const results = (jobs: readonly PlayedJob[]) => [...new Set(jobs.map(({ id, result }) => `${id}: ${result}`))];

const matrix = `schemaVersion: 1
name: two
axes:
  server: openbao@2.7.2
  agent: [debian, no-sudo]
  runtime: process
`;

test("nights are kept on a branch, and an issue is written only when a verdict changed", async () => {
  await using ground = await createGround({ "two.yaml": matrix });

  const first = await night(ground, { shards: "2", only: "LOGIN-01" });
  expect(unsuccessful(first)).toEqual([]);
  expect(first.filter(({ id }) => id === "shard").length).toBe(2);
  expect(first.find(({ id }) => id === "merge")?.summary).toContain("LOGIN-01");
  expect(results(first)).toContain("tell: skipped");

  await forgetMerged(ground);
  const second = await night(ground, { shards: "2", only: "LOGIN-01" }, (job) => job !== "shard");
  expect(unsuccessful(second)).toEqual([]);
  expect(results(second)).toContain("tell: skipped");
  expect(await ground.recorded("gh")).toEqual([]);

  await forgetMerged(ground);
  await ground.forget("shard-2");
  const third = await night(ground, { shards: "2", only: "LOGIN-01" }, (job) => job !== "shard");
  expect(unsuccessful(third)).toEqual([]);
  expect(results(third)).toContain("tell: success");
  expect(await ground.recorded("gh")).toMatchObject([
    expect.stringContaining("issue list --label conformance"),
    expect.stringContaining("label create conformance"),
    expect.stringContaining("issue create --title"),
  ]);

  const repository = ground.repositories.get(repositoryNames.harness) ?? "";
  const { stdout: log } = await execa("git", ["log", "--oneline", "conformance-history"], { cwd: repository });
  // What was merged a second time is no further night.
  expect(log.split("\n").length).toBe(2);
  const { stdout: kept } = await execa("git", ["ls-tree", "--name-only", "conformance-history"], { cwd: repository });
  expect(kept.split("\n")).toEqual(["nights", "report.json"]);
});

test("an open issue gets a comment, and is closed where all conforms again", async () => {
  await using ground = await createGround();
  await ground.put("changes", { "changes.md": "Verdicts changed.\n" });
  const merged: PlayedJob = {
    id: "merge",
    result: "success",
    outputs: { status: "0", changed: "true" },
    steps: [],
    summary: "",
  };

  const [told] = await playWorkflow(workflow, {
    ground,
    event: "workflow_dispatch",
    only: (job) => job === "tell",
    before: [merged],
    environment: { STAND_IN_ISSUE: "12" },
  });

  expect(told?.result).toBe("success");
  expect((await ground.recorded("gh")).slice(1)).toEqual([
    "issue comment 12 --body-file changes.md ",
    "issue close 12 --reason completed ",
  ]);
});

async function night(
  ground: Ground,
  inputs: Readonly<Record<string, string>>,
  only?: (job: string) => boolean,
): Promise<readonly PlayedJob[]> {
  const given = { ...inputs, matrix: "two.yaml" };
  return await playWorkflow(workflow, { ground, event: "workflow_dispatch", inputs: given, ...(only && { only }) });
}

async function forgetMerged(ground: Ground): Promise<void> {
  await Promise.all(["conformance-report", "history", "changes"].map(ground.forget));
}
