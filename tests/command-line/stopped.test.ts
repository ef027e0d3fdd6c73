import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportFolderFor } from "../../harness/cli/run/report-folder.ts";
import type { Report } from "../../harness/model/report/index.ts";
import { writeReports } from "../../harness/output/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { sampleReport, sampleResult } from "../report/sample.ts";
import { type Sandbox, sandbox } from "./sandbox.ts";

async function reportIn(place: Sandbox, folder: string): Promise<Report> {
  return parseReport(await readFile(join(place.folder, folder, "report.json"), "utf8"), folder);
}

test("--bail stops at the first failure, shows it as it happens, and its report is not in the place of a whole one", async () => {
  await using place = await sandbox();
  await cp(join(packageFolder, "module"), join(place.folder, "broken"), { recursive: true });
  await writeFile(join(place.folder, "broken/run.sh"), "#!/bin/sh\necho done\n");
  const args = ["--only", "LOGIN-0[1-9]", "--token", "custom", "--runtime", "process", "--jobs", "1"];

  const ended = await place.conform([...args, "--module", "broken", "--bail"]);

  expect(ended, ended.stderr).toMatchObject({ status: 1 });
  expect(ended.stderr).toMatch(/^FAIL .*\n {2}expected\n {4}\S/m);
  const report = await reportIn(place, "conformance-report-filtered-unfinished");
  expect(report.summary.failed).toBe(1);
  expect(report.partial?.join("\n")).toMatch(/Stopped by --bail: \d of \d results\./);
  expect(await readdir(place.folder)).toEqual(["broken", "conformance-report-filtered-unfinished"]);
});

test("an interrupted run has a report of what ended before", async () => {
  await using place = await sandbox();
  const run = place.start(["--only", "LOGIN-0*", "--token", "custom", "--runtime", "process", "--jobs", "1"]);
  await run.says("pass LOGIN-");
  run.kill("SIGINT");

  const ended = await run.ended;

  expect(ended, ended.stderr).toMatchObject({ status: 130, stdout: "" });
  const { partial, summary } = await reportIn(place, "conformance-report-filtered-unfinished");
  expect(partial?.join("\n")).toMatch(/Interrupted: \d of \d+ results\./);
  expect(summary).toMatchObject({ failed: 0, error: 0 });
  expect(ended.stderr).toContain("results into conformance-report-filtered-unfinished");
  await place.isClean();
});

describe("a report is never overwritten by that of a shorter run", () => {
  const whole = sampleReport([sampleResult({}), sampleResult({ token: "custom" })]);

  test.each([
    ["a filtered run", { isTyped: false, isFiltered: true, results: 9 }, "-filtered"],
    ["a run of as many", { isTyped: false, isFiltered: false, results: 2 }, ""],
    ["a shorter run", { isTyped: false, isFiltered: false, results: 1 }, "-shorter"],
    ["a filtered run of as many, where it was told to", { isTyped: true, isFiltered: true, results: 2 }, ""],
  ])("%s", async (_, run, ending) => {
    await using place = await sandbox();
    const out = join(place.folder, "out");
    await writeReports(whole, out);

    expect(await reportFolderFor({ out, ...run })).toBe(out + ending);
  });

  test("where --out says so, it is refused", async () => {
    await using place = await sandbox();
    await writeReports(whole, join(place.folder, "out"));

    const ended = await place.conform([
      "--only",
      "LOGIN-01",
      "--token",
      "custom",
      "--runtime",
      "process",
      "--out",
      "out",
    ]);

    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toContain(
      "The report in out is fuller: it has 2 results, and this run has 1.\nChoose another",
    );
  });
});

test("--list says what would run and how long it takes, without a module", async () => {
  await using place = await sandbox();
  const listed = ["--list", "--only", "LOGIN-01", "--jobs", "2", "--runtime", "process"];

  const ofRun = await place.conform(["run", ...listed, "--server", "openbao@2.7.2"], { module: "as typed" });
  const ofMatrix = await place.conform(["matrix", "offline", "--offline", ...listed], { module: "as typed" });

  expect(ofRun).toMatchObject({ status: 0 });
  expect(ofRun.stdout).toMatch(
    /^openbao@2\.7\.2, terraform, debian workspace, process runtime {2}1 scenario, 2 results, about \d+ s\n {2}LOGIN-01 +logs-in \[oidc\] \[custom\]\n\n1 cell: /,
  );
  expect(ofMatrix).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+ cells: \d+ scenarios, .*2 at a time\.$/m),
  });
  expect(await readdir(place.folder)).toEqual([]);
});
