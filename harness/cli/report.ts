import { setFlagsFromString } from "node:v8";
import { requirements } from "../../scenarios/requirements.ts";
import { type ExitStatus, exitStatus } from "../errors/index.ts";
import {
  exitStatusOf,
  mergeReports,
  type NamedReport,
  readKnown,
  readReports,
  renderConsole,
  withKnown,
  writeReports,
} from "../report/index.ts";
import { named } from "../text/index.ts";
import { look } from "./look.ts";

/** The options of `report` as they were typed. */
export interface ReportOptions {
  readonly out: string;
  readonly known?: string;
}

/** Writes every format of a report, made from its `report.json`, or from those of several that are one. */
export async function report(paths: readonly string[], options: ReportOptions): Promise<ExitStatus> {
  const known = options.known === undefined ? undefined : await readKnown(options.known, requirements);
  const reports = await readSwiftly(paths);
  const merged = mergeReports(reports, requirements);
  const looked = known === undefined ? merged : withKnown(merged, known);
  const written = await writeReports(looked, options.out);
  if (known !== undefined) process.stdout.write(`${renderConsole(looked, look(process.stdout))}\n`);
  process.stdout.write(`reports: ${written.map(named).join(", ")}\n`);
  return known === undefined ? exitStatus.conforms : exitStatusOf(looked);
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
