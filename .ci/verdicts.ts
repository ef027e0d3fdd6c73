/** Prints two reports' outcomes side by side, and fails where they differ. */
import { readFile } from "node:fs/promises";
import { parseReport, type Report } from "../harness/report/index.ts";

const reports = await Promise.all(
  process.argv.slice(2).map(async (path) => parseReport(await readFile(path, "utf8"), path)),
);
const columns = reports.map(outcomes);
const names = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
const rows = names.map((name) => ({ name, found: columns.map((column) => column.get(name) ?? "absent") }));
process.stdout.write(`${" ".repeat(48)}${reports.map(({ cells }) => cells[0]?.runtime).join("  ")}\n`);
for (const { name, found } of rows) process.stdout.write(`${name.padEnd(48)}${found.join("     ")}\n`);
process.exitCode = rows.every(({ found }) => new Set(found).size === 1) ? 0 : 1;

function outcomes(report: Report): ReadonlyMap<string, string> {
  const entries = report.requirements.flatMap(({ id, results }) =>
    results.map(({ scenario, token, outcome }) => [`${id} ${scenario} [${token}]`, outcome] as const),
  );
  return new Map(entries);
}
