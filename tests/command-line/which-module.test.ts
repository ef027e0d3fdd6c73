import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { moduleOf, reportFolderOf } from "../../harness/cli/run/subject.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { subjectDigest } from "../../harness/subject/index.ts";
import { oneScenario, sandbox } from "./sandbox.ts";

const asTyped = { module: "as typed" } as const;

test("where no module is named and none is here, nothing runs, and the message says what to type", async () => {
  await using place = await sandbox();

  const empty = await place.conform(oneScenario, asTyped);
  await mkdir(join(place.folder, "my modules/empty"), { recursive: true });
  await writeFile(join(place.folder, "my modules/main.tf"), "");
  const nextTo = await place.conform(["matrix", "quick"], asTyped);

  for (const ended of [empty, nextTo]) expect(ended).toMatchObject({ status: 2, stdout: "" });
  expect(empty.stderr).toBe(
    "The current folder holds no Terraform files, and --module is not given.\nName the module: `vault-jwt-conformance run --module FOLDER`.",
  );
  expect(nextTo.stderr).toContain("`vault-jwt-conformance matrix --module 'my modules'`");
});

test("the current folder is the module where it holds one, and its reports go beside it", async () => {
  await using place = await sandbox();
  await cp(join(packageFolder, "module"), place.folder, { recursive: true });
  const digest = await subjectDigest(place.folder);

  const ended = await place.conform(oneScenario, asTyped);
  const inside = await place.conform([...oneScenario, "--out", "reports"], asTyped);

  expect(ended, ended.stderr).toMatchObject({ status: 0 });
  expect(ended.stderr.split("\n")[0]).toBe(`module: ${place.folder} (${digest})`);
  const report = JSON.parse(await readFile(join(place.folder, "../conformance-report-filtered/report.json"), "utf8"));
  expect(report.subject).toMatchObject({ source: ".", digest });
  expect(await subjectDigest(place.folder)).toBe(digest);
  expect(inside).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("--out reports is in .") });
});

test("in the project's own folder it is the module that comes with it", () => {
  expect(resolve(".")).toBe(resolve(packageFolder));
  expect(moduleOf(undefined, "run")).toBe("module");
  expect(moduleOf("elsewhere", "run")).toBe("elsewhere");
  expect(reportFolderOf("module")).toBe("conformance-report");
  expect(reportFolderOf(".")).toBe("../conformance-report");
});
