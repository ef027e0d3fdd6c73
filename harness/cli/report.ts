import { requirements } from "../../scenarios/requirements.ts";
import { type ExitStatus, exitStatus } from "../errors/index.ts";
import { mergeReports, readReports, writeReports } from "../report/index.ts";
import { named } from "../text/index.ts";

/** Writes every format of a report, made from its `report.json`, or from those of several that are one. */
export async function report(paths: readonly string[], { out }: { readonly out: string }): Promise<ExitStatus> {
  const merged = mergeReports(await readReports(paths), requirements);
  const written = await writeReports(merged, out);
  process.stdout.write(`reports: ${written.map(named).join(", ")}\n`);
  return exitStatus.conforms;
}
