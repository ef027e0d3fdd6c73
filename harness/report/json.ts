import type { Report } from "./types.ts";

/** `report.json`, indented for people. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
