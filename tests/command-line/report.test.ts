import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportFiles, writeReports } from "../../harness/report/index.ts";
import { failing, sampleReport } from "../report/sample.ts";
import { sandbox } from "./sandbox.ts";

const report = sampleReport([failing]);

test.each(["earlier", "earlier/report.json"])("makes every format anew from %s", async (path) => {
  await using place = await sandbox();
  await writeReports(report, join(place.folder, "earlier"));

  const ended = await place.conform(["report", path, "--out", "made"]);

  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(ended.stdout).toBe(`reports: ${reportFiles.map((name) => `made/${name}`).join(", ")}`);
  const [before, after] = await Promise.all(["earlier", "made"].map((folder) => contents(join(place.folder, folder))));
  expect(after).toEqual(before);
});

test.each([
  ["a report that is not there", ["nowhere"], /nowhere cannot be read \(ENOENT\)/],
  ["a folder without one", ["empty"], /empty\/report\.json cannot be read \(ENOENT\)/],
  ["a device", ["/dev/zero"], /\/dev\/zero cannot be read/],
  ["another file", ["other.json"], /other\.json is not a report/],
  ["no report", [], /missing required argument/],
  ["a place for it where nothing can be written", ["good.json", "--out", "other.json/here"], /Nothing can be written/],
])("%s is the caller's mistake", async (_, args, problem) => {
  await using place = await sandbox();
  await mkdir(join(place.folder, "empty"));
  await writeFile(join(place.folder, "other.json"), "{}");
  await writeFile(join(place.folder, "good.json"), JSON.stringify(report));

  const ended = await place.conform(["report", ...args]);

  expect(ended).toMatchObject({ status: 2, stdout: "" });
  expect(ended.stderr).toMatch(problem);
  expect((await readdir(place.folder)).sort()).toEqual(["empty", "good.json", "other.json"]);
});

/** All files of a folder; of JSON what it says, as the order of its fields says nothing. */
async function contents(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const read = reportFiles.map(async (name) => {
    const text = await readFile(join(folder, name), "utf8");
    return [name, name.endsWith(".json") ? JSON.parse(text) : text] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
