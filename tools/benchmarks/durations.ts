/** Writes what scenarios take into scenarios/durations.json, from the report.json of a whole run of one cell. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../../harness/package/index.ts";
import { readReport } from "../../harness/report/index.ts";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("Give the report.json of a run of all scenarios.");
const { report } = await readReport(path);
const { cells, requirements } = report;
if (cells.length !== 1)
  throw new Error(`${path} has ${cells.length} cells, and what a scenario takes is wanted of one.`);
const results = requirements.flatMap((requirement) => requirement.results);
const slowest = [...Map.groupBy(results, ({ scenario }) => scenario)].map(([scenario, all]) => [
  scenario,
  Math.max(...all.map(({ durationMs }) => durationMs)),
]);
const sorted = Object.fromEntries(slowest.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)));
const target = join(packageFolder, "scenarios", "durations.json");
await writeFile(target, `${JSON.stringify(sorted, null, 2)}\n`);
console.log(`${slowest.length} scenarios of ${cells[0]?.id} in ${target}`);
