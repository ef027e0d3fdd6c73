import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder } from "../../harness/artifacts/cache/index.ts";
import { reportFiles } from "../../harness/output/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { oneScenario, sandbox } from "./sandbox.ts";

test("two runs at once fetch a server once, and write whole reports into the same folder", async () => {
  await using place = await sandbox();
  const cache = join(place.folder, "cache");
  await mkdir(cache);
  // The provider takes half a minute to build and is not what is looked at.
  for (const entry of await readdir(cacheFolder()).catch(() => [])) {
    if (entry.startsWith("terraform-provider-")) await cp(join(cacheFolder(), entry), join(cache, entry), copying);
  }
  const environment = { VAULT_JWT_CONFORMANCE_CACHE: cache };
  const args = [...oneScenario, "--server", "openbao@2.7.2", "--out", "reports"];

  const ended = await Promise.all([place.conform(args, { environment }), place.conform(args, { environment })]);

  expect(ended, ended.map(({ stderr }) => stderr).join("\n")).toMatchObject([{ status: 0 }, { status: 0 }]);
  expect(ended.filter(({ stderr }) => stderr.includes("Got openbao 2.7.2"))).toHaveLength(1);
  expect((await readdir(join(place.folder, "reports"))).sort()).toEqual(reportFiles.toSorted());
  const text = await readFile(join(place.folder, "reports/report.json"), "utf8");
  expect(parseReport(text, "report.json").summary).toEqual({
    passed: 1,
    failed: 0,
    blocked: 0,
    unsupported: 0,
    error: 0,
  });
  expect(await readFile(join(place.folder, "reports/junit.xml"), "utf8")).toMatch(/<\/testsuites>\s*$/);
  expect(await readdir(join(cache, "tmp"))).toEqual([]);
  expect(await place.leftBehind()).toEqual([]);
});

const copying = { recursive: true, verbatimSymlinks: true };
