import { basename } from "node:path";

/** A scenario's name in a report: its file's. */
export function scenarioName(file: string): string {
  return basename(file).replace(/\.test\.[jt]s$/, "");
}
