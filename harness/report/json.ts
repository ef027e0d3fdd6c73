import { inertJson } from "../text/index.ts";
import type { Report } from "./types.ts";

/** `report.json`, indented for people. */
export function reportJson(report: Report): string {
  return inertJson(`${JSON.stringify(report, null, 2)}\n`);
}
