import type { Report } from "../model/report/index.ts";
import { inertJson } from "../text/index.ts";

/** `report.json`, indented for people. */
export function reportJson(report: Report): string {
  return inertJson(`${JSON.stringify(report, null, 2)}\n`);
}
