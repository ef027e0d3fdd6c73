import { rename } from "node:fs/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import type { Start } from "./act.ts";
import { createGround, type Ground } from "./ground.ts";
import { type Job, unsuccessful } from "./log.ts";

const matrix = `schemaVersion: 1
name: two
axes:
  server: openbao@2.7.2
  agent: [debian, no-sudo]
  runtime: process
`;

test("nights are kept on a branch, and an issue is written only when a verdict changed, and closed where nothing fails", async () => {
  const ground = await createGround({ "two.yaml": matrix });

  const first = await night(ground);
  expect(unsuccessful(first)).toEqual([]);
  expect(first.filter(({ id, result }) => id === "shard" && result === "success").length).toBe(2);
  expect(first.find(({ id }) => id === "merge")?.summary).toContain("LOGIN-01");
  expect(ending(first)).toEqual(["keep: success", "tell: skipped", "verdict: success"]);

  // The shards' reports are still there: it is merged a second time, which is no further night.
  const again = await night(ground, { matrix: "shard:none" });
  expect(unsuccessful(again)).toEqual([]);
  expect(ending(again)).toEqual(["keep: success", "tell: skipped", "verdict: success"]);
  expect(await ground.calls()).toEqual([]);
  expect(await nights(ground)).toBe(1);

  await rename(ground.artifact("shard-2"), ground.artifact("lost"));
  const lost = await night(ground, { matrix: "shard:none" });
  expect(unsuccessful(lost)).toEqual([]);
  expect(ending(lost)).toEqual(["keep: success", "tell: success", "verdict: success"]);
  expect(await ground.calls()).toMatchObject([
    expect.stringContaining("issue list --label conformance"),
    expect.stringContaining("label create conformance"),
    expect.stringContaining("issue create --title"),
  ]);
  expect(await nights(ground)).toBe(2);

  // With the other shard lost, verdicts change again.
  await rename(ground.artifact("lost"), ground.artifact("shard-2"));
  await ground.forget("shard-1");
  const told = await night(ground, { matrix: "shard:none", issue: "12" });
  expect(ending(told)).toEqual(["keep: success", "tell: success", "verdict: success"]);
  expect((await ground.calls()).slice(4)).toEqual([
    "issue comment 12 --body-file changes.md ",
    "issue close 12 --reason completed ",
  ]);
});

/** How the jobs ended that need the merged report. */
const ending = (jobs: readonly Job[]) =>
  jobs
    .filter(({ id }) => ["keep", "tell", "verdict"].includes(id))
    .map(({ id, result }) => `${id}: ${result}`)
    .toSorted();

async function night(ground: Ground, more: Partial<Start> = {}): Promise<readonly Job[]> {
  await ground.forget("conformance-report", "history", "changes");
  const inputs = { shards: "2", only: "LOGIN-01", matrix: "two.yaml" };
  return await ground.run("nightly.yml", { event: "workflow_dispatch", inputs, ...more });
}

async function nights({ repository }: Ground): Promise<number> {
  const { stdout } = await execa("git", ["log", "--oneline", "conformance-history"], { cwd: repository });
  return stdout.split("\n").length;
}
