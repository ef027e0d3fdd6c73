/** `RUNTIME=REPORT…`: prints the reports' outcomes side by side; fails where they differ, or a report is of another runtime. */
import { readFile } from "node:fs/promises";
import type { Report } from "../harness/model/report/index.ts";
import { parseReport } from "../harness/report/index.ts";
import { agrees, sideBySide, verdictsOf } from "./conformance/verdicts.ts";

/** What one runtime cannot do: there, and only there, a result may be `unsupported` beside a pass. */
const oneRuntimeOnly = new Set([
  // Docker's networks have IPv6 only where the daemon's administrator has turned it on.
  "ENV-03 ipv6-host [none]",
]);

const reports = await Promise.all(process.argv.slice(2).map(read));
const rows = sideBySide(reports.map(verdictsOf));
const print = (name: string, cells: readonly string[]) =>
  process.stdout.write(`${name.padEnd(48)}${cells.map((cell) => cell.padEnd(24)).join("")}\n`);
print(
  "",
  reports.map(({ cells }) => cells[0]?.runtime ?? ""),
);
for (const { name, found } of rows) print(name, found);
const isExpected = (row: (typeof rows)[number]) =>
  oneRuntimeOnly.has(row.name) && row.found.toSorted().join() === "pass,unsupported";
process.exitCode = rows.every((row) => agrees(row) || isExpected(row)) ? 0 : 1;

async function read(word: string): Promise<Report> {
  const [runtime = "", path = ""] = word.split("=");
  const report = parseReport(await readFile(path, "utf8"), path);
  const others = report.cells.filter((cell) => cell.runtime !== runtime);
  if (others.length > 0) throw new Error(`${path} is of the runtime ${others.map((cell) => cell.runtime).join(", ")}`);
  return report;
}
