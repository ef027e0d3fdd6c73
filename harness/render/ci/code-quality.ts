import { createHash } from "node:crypto";
import type { Report } from "../../model/report/index.ts";
import { inertJson } from "../../text/index.ts";
import { findingsOf, moduleFile } from "./findings.ts";

/**
 * Renders what fails for GitLab's code quality, which shows it in a merge request.
 * Source: GitLab's documentation, "Code Quality", its format of reports.
 */
export function renderCodeQuality(report: Report): string {
  const issues = findingsOf(report).map(({ requirement, title, message, place, fingerprint }) => ({
    description: `${requirement}: ${title}. ${message}`,
    check_name: requirement,
    fingerprint: createHash("sha256").update(fingerprint).digest("hex"),
    severity: requirement.startsWith("SEC-") ? "critical" : "major",
    location: { path: place?.file ?? moduleFile(report), lines: { begin: place?.line ?? 1 } },
  }));
  return `${inertJson(JSON.stringify(issues, null, 2))}\n`;
}
