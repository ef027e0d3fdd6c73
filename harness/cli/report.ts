import { setFlagsFromString } from "node:v8";
import { requirements } from "../../scenarios/requirements.ts";
import { type ExitStatus, exitStatus } from "../errors/index.ts";
import { mergeReports, type NamedReport, readReports, writeReports } from "../report/index.ts";
import { named } from "../text/index.ts";

/** Writes every format of a report, made from its `report.json`, or from those of several that are one. */
export async function report(paths: readonly string[], { out }: { readonly out: string }): Promise<ExitStatus> {
  const reports = await readSwiftly(paths);
  const merged = mergeReports(reports, requirements);
  const written = await writeReports(merged, out);
  process.stdout.write(`reports: ${written.map(named).join(", ")}\n`);
  return exitStatus.conforms;
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
