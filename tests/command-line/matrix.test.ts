import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Report } from "../../harness/model/report/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { type Sandbox, sandbox } from "./sandbox.ts";

const twoAgents = `
schemaVersion: 1
name: two-agents
axes:
  server: openbao
  terraform: terraform
  agent: [debian, no-sudo]
  runtime: process
`;
const selection = ["--only", "LOGIN-01", "--only", "COMPAT-02", "--only", "CLI-14", "--token", "custom"];

test("the parts of a matrix make the report of the whole", { timeout: 240_000 }, async () => {
  await using place = await sandbox();
  await writeFile(join(place.folder, "matrix.yaml"), twoAgents);

  const whole = await matrix(place, "whole");
  const parts = [await matrix(place, "first", "--shard", "1/2"), await matrix(place, "second", "--shard", "2/2")];
  const merged = await place.conform(["report", "second", "first", "--out", "merged"]);

  expect(merged).toMatchObject({ status: 0, stderr: "" });
  expect(timeless(await reportIn(place, "merged"))).toEqual(timeless(whole));
  expect(whole.requirements.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
    ...["LOGIN-01 pass", "CLI-14 pass", "COMPAT-01 pass", "COMPAT-02 pass", "COMPAT-03 pass"],
  ]);
  expect(whole.cells.map(({ agent }) => agent)).toEqual(["debian", "no-sudo"]);
  expect(parts.map((part) => part.summary.passed).reduce((sum, one) => sum + one)).toBe(6);
  await place.isClean();
});

test("the results of a cell that is not available are unsupported, and --strict exits with 3", {
  timeout: 120_000,
}, async () => {
  await using place = await sandbox();
  const file = twoAgents.replace("server: openbao", "server: [openbao@0.0.1, openbao]").replace(", no-sudo", "");
  await writeFile(join(place.folder, "matrix.yaml"), file);

  const lenient = await matrix(place, "lenient");
  const strict = await place.conform(["matrix", "matrix.yaml", ...selection, "--strict", "--out", "strict"]);

  expect(strict.status).toBe(3);
  expect(strict.stdout).toContain("Partial");
  for (const report of [lenient, await reportIn(place, "strict")]) {
    expect(report.summary).toMatchObject({ failed: 0, error: 0 });
    expect(report.partial?.join("\n")).toContain("openbao-0.0.1-");
    const outcomes = report.requirements.flatMap(({ results }) =>
      results.map(({ cell, outcome }) => `${report.cells.findIndex(({ id }) => id === cell)} ${outcome}`),
    );
    expect([...new Set(outcomes)].sort()).toEqual(["0 unsupported", "1 pass"]);
  }
});

test.each<readonly [string, readonly string[], RegExp]>([
  ["a matrix that is not there", ["nowhere.yaml"], /nowhere\.yaml is not there/],
  ["a mistake in it", ["typo.yaml"], /line 4, column 1.*axess/s],
  ["a shard that is none", ["matrix.yaml", "--shard", "3/2"], /--shard takes I\/N/],
  ["a requirement that is none", ["matrix.yaml", "--only", "LOGIN-99"], /LOGIN-99/],
  ["a module that is none", ["matrix.yaml", "--module", "nowhere"], /There is no folder nowhere/],
  ["a number of jobs that is none", ["matrix.yaml", "--jobs", "0"], /--jobs takes a whole number/],
  ["ten thousand cells", ["large.yaml"], /10000 cells.*--yes-all/s],
])("%s is the caller's mistake", async (_, args, problem) => {
  await using place = await sandbox();
  await writeFile(join(place.folder, "matrix.yaml"), twoAgents);
  await writeFile(join(place.folder, "typo.yaml"), twoAgents.replace("axes", "axess"));
  const versions = (name: string) => Array.from({ length: 100 }, (_, at) => `${name}@1.0.${at}`).join(", ");
  const large = `schemaVersion: 1\nname: large\naxes:\n  server: [${versions("openbao")}]\n  terraform: [${versions("terraform")}]\n`;
  await writeFile(join(place.folder, "large.yaml"), large);

  const ended = await place.conform(["matrix", ...args]);

  expect(ended).toMatchObject({ status: 2, stdout: "" });
  expect(ended.stderr).toMatch(problem);
});

async function matrix(place: Sandbox, out: string, ...more: readonly string[]): Promise<Report> {
  const ended = await place.conform(["matrix", "matrix.yaml", ...selection, ...more, "--out", out]);
  expect(ended.status, ended.stderr).toBe(0);
  return await reportIn(place, out);
}

async function reportIn(place: Sandbox, out: string): Promise<Report> {
  return parseReport(await readFile(join(place.folder, out, "report.json"), "utf8"), out);
}

/** Times are what differs between two runs of the same. */
function timeless({ startedAt: _, durationMs: __, requirements, ...report }: Report) {
  return {
    ...report,
    requirements: requirements.map(({ results, ...requirement }) => ({
      ...requirement,
      results: results.map(({ durationMs: ___, ...result }) => result),
    })),
  };
}
