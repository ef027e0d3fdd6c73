import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Report, Result } from "../../harness/model/report/index.ts";
import { reportFiles, writeReports } from "../../harness/output/index.ts";
import { blocked, failing, sampleCell, sampleReport, sampleResult } from "../report/sample.ts";
import { sandbox } from "./sandbox.ts";

const report = sampleReport([failing]);

test.each(["earlier", "earlier/report.json"])("makes every format anew from %s", async (path) => {
  await using place = await sandbox();
  await writeReports(sampleReport([failing, blocked]), join(place.folder, "earlier"));

  const ended = await place.conform(["report", path, "--out", "made"]);

  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(ended.stdout).toMatch(/^Report: made\/report\.html\n[0-9a-f]{64} {2}report\.json$/);
  expect(await readdir(join(place.folder, "made"))).toEqual([...reportFiles].sort());
  const [before, after] = await Promise.all(["earlier", "made"].map((folder) => contents(join(place.folder, folder))));
  expect(after).toEqual(before);
});

const matrix = { name: "nightly", digest: `sha256:${"0".repeat(64)}`, cells: ["openbao", "vault"] };

/** The report of one of two shards, with a cell of its own. */
function shard(index: number): Report {
  const cell = matrix.cells[index - 1] ?? "";
  const cells = [sampleCell(cell)];
  return sampleReport([sampleResult({ cell })], { cells, matrix: { ...matrix, shard: { index, count: 2 } } });
}

test("makes one report of shards, and says what is wrong with those that are none", async () => {
  await using place = await sandbox();
  for (const index of [1, 2]) await writeReports(shard(index), join(place.folder, `shard-${index}`));

  const merged = await place.conform(["report", "shard-2", "shard-1", "--out", "made"]);
  const twice = await place.conform(["report", "shard-1", "shard-1/report.json", "--out", "twice"]);

  expect(merged).toMatchObject({ status: 0, stderr: "" });
  const report = JSON.parse(await readFile(join(place.folder, "made", "report.json"), "utf8"));
  expect(report).toMatchObject({ matrix, summary: { failed: 0, error: 0 } });
  const requirement = report.requirements.find(({ id }: { id: string }) => id === "LOGIN-01");
  expect(requirement.results.map((result: Result) => result.cell)).toEqual(matrix.cells);
  expect(report).not.toHaveProperty("partial");
  expect(twice).toMatchObject({ status: 2, stdout: "" });
  expect(twice.stderr).toContain("Shard 1 of 2 occurs twice, in shard-1/report.json and in shard-1/report.json.");
});

test("looks at a report with a list of known failures, and offers entries for it", async () => {
  await using place = await sandbox();
  await writeReports(report, join(place.folder, "earlier"));
  await writeFile(join(place.folder, "known.yaml"), "known: []\n");

  const before = await place.conform(["report", "earlier", "--known", "known.yaml", "--out", "made"]);
  const [, entries = ""] = /Entries to add:\n((?: {2}.*\n)+)/.exec(before.stdout) ?? [];
  await writeFile(join(place.folder, "known.yaml"), `known:\n${entries}`);
  const after = await place.conform(["report", "earlier", "--known", "known.yaml", "--out", "made"]);

  expect([before.status, after.status]).toEqual([1, 0]);
  expect(after.stdout).toContain("Known failures only");
  expect(JSON.parse(await readFile(join(place.folder, "made", "report.json"), "utf8")).known).toHaveLength(1);
});

test("says what changed since an earlier report, in words and as JSON", async () => {
  await using place = await sandbox();
  await writeReports(sampleReport([{ ...failing, outcome: "pass" }]), join(place.folder, "earlier"));
  await writeReports(report, join(place.folder, "later"));

  const ended = await place.conform([
    "report",
    "later",
    "--against",
    "earlier",
    "--history",
    "nights",
    "--out",
    "made",
  ]);

  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(ended.stdout).toContain("New failures:\n  LOGIN-06 refused-login [custom] on openbao: pass → fail");
  expect(ended.stdout).toMatch(
    /\nThe history has 1 run, (?:.*\n)+Report: made\/report\.html\n.* {2}report\.json\nHistory: nights\/history\.html$/m,
  );
  const comparison = JSON.parse(await readFile(join(place.folder, "made", "comparison.json"), "utf8"));
  expect(comparison.new).toEqual([expect.objectContaining({ requirement: "LOGIN-06", before: "pass", after: "fail" })]);
});

test("reads a report of schemaVersion 1", async () => {
  await using place = await sandbox();
  const { blocked: _, ...summary } = report.summary;
  await writeFile(join(place.folder, "old.json"), JSON.stringify({ ...report, schemaVersion: 1, summary }));

  const made = await place.conform([
    "report",
    "old.json",
    "--against",
    "old.json",
    "--history",
    "nights",
    "--out",
    "made",
  ]);

  expect(made, made.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining("0 new failures, 0 fixed") });
  expect(JSON.parse(await readFile(join(place.folder, "made", "report.json"), "utf8"))).toEqual(report);
});

test.each([
  ["a report that is not there", ["nowhere"], /nowhere cannot be read \(ENOENT\)/],
  ["a folder without one", ["empty"], /empty\/report\.json cannot be read \(ENOENT\)/],
  ["a device", ["/dev/zero"], /\/dev\/zero cannot be read/],
  ["a truncated one", ["good.json", "half.json"], /half\.json is not JSON/],
  ["one of a newer schema", ["good.json", "newer.json"], /newer\.json has schemaVersion 3/],
  ["another file", ["other.json"], /other\.json is not a report/],
  ["no report", [], /missing required argument/],
  ["a place for it where nothing can be written", ["good.json", "--out", "other.json/here"], /cannot be written to/],
])("%s is the caller's mistake", async (_, args, problem) => {
  await using place = await sandbox();
  await mkdir(join(place.folder, "empty"));
  await writeFile(join(place.folder, "other.json"), "{}");
  await writeFile(join(place.folder, "good.json"), JSON.stringify(report));
  await writeFile(join(place.folder, "half.json"), JSON.stringify(report).slice(0, 900));
  await writeFile(join(place.folder, "newer.json"), JSON.stringify({ ...report, schemaVersion: 3 }));

  const ended = await place.conform(["report", ...args]);

  expect(ended).toMatchObject({ status: 2, stdout: "" });
  expect(ended.stderr).toMatch(problem);
  expect((await readdir(place.folder)).sort()).toEqual(["empty", "good.json", "half.json", "newer.json", "other.json"]);
});

/** All files of a folder; of JSON what it says, as the order of its fields says nothing. */
async function contents(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const read = reportFiles.map(async (name) => {
    const text = await readFile(join(folder, name), "utf8");
    return [name, name.endsWith(".json") ? JSON.parse(text) : text] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
