import { setFlagsFromString } from "node:v8";
import { requirements } from "../../scenarios/requirements.ts";
import { type ExitStatus, exitStatus } from "../errors/index.ts";
import {
  addToHistory,
  type Comparison,
  compareReports,
  exitStatusOf,
  mergeReports,
  type NamedReport,
  readKnown,
  readReport,
  readReports,
  renderComparison,
  renderConsole,
  withKnown,
  writeFiles,
  writeReports,
} from "../report/index.ts";
import { named } from "../text/index.ts";
import { look } from "./look.ts";

/** The options of `report` as they were typed. */
export interface ReportOptions {
  readonly out: string;
  readonly known?: string;
  readonly against?: string;
  readonly history?: string;
}

/** Writes every format of a report, made from its `report.json`, or from those of several that are one. */
export async function report(paths: readonly string[], options: ReportOptions): Promise<ExitStatus> {
  const known = options.known === undefined ? undefined : await readKnown(options.known, requirements);
  const reports = await readSwiftly(paths);
  const merged = mergeReports(reports, requirements);
  const { against } = options;
  const comparison = against === undefined ? undefined : compareReports((await readReport(against)).report, merged);
  const looked = known === undefined ? merged : withKnown(merged, known);
  const written = [...(await writeReports(looked, options.out)), ...(await writeComparison(comparison, options.out))];
  if (known !== undefined) process.stdout.write(`${renderConsole(looked, look(process.stdout))}\n`);
  if (comparison !== undefined) process.stdout.write(`${renderComparison(comparison)}\n`);
  const history = options.history === undefined ? undefined : await addToHistory(looked, options.history);
  if (history !== undefined) {
    process.stdout.write(`${history.text}\n`);
    written.push(history.picture);
  }
  process.stdout.write(`reports: ${written.map(named).join(", ")}\n`);
  return known === undefined ? exitStatus.conforms : exitStatusOf(looked);
}

async function writeComparison(comparison: Comparison | undefined, out: string): Promise<readonly string[]> {
  if (comparison === undefined) return [];
  return await writeFiles({ "comparison.json": `${JSON.stringify(comparison, null, 2)}\n` }, out);
}

/** The launcher keeps heaps small, which doubles the time that a thousand reports take to read. */
async function readSwiftly(paths: readonly string[]): Promise<readonly NamedReport[]> {
  setFlagsFromString("--no-optimize-for-size");
  try {
    return await readReports(paths);
  } finally {
    setFlagsFromString("--optimize-for-size");
  }
}
