import type { Report } from "../../model/report/index.ts";
import { inertJson } from "../../text/index.ts";
import { findingsOf, moduleFile } from "./findings.ts";

/** What code scanning is about: what leaks, and what a start does to a workspace. */
const isSecurity = (id: string) => /^(?:SEC|START)-/.test(id);

/** Renders what fails of SEC and START in SARIF 2.1.0, for code scanning. */
export function renderSarif(report: Report): string {
  const rules = report.requirements
    .filter(({ id }) => isSecurity(id))
    .map(({ id, title, means }) => ({
      id,
      shortDescription: { text: title },
      ...(means !== undefined && { fullDescription: { text: means } }),
    }));
  const results = findingsOf(report)
    .filter(({ requirement }) => isSecurity(requirement))
    .map(({ requirement, message, place, fingerprint }) => ({
      ruleId: requirement,
      level: "error",
      message: { text: message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(place?.file ?? moduleFile(report)) },
            region: { startLine: place?.line ?? 1 },
          },
        },
      ],
      partialFingerprints: { scenario: fingerprint },
    }));
  const { name, version } = report.tool;
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name, version, rules } }, results }],
  };
  return `${inertJson(JSON.stringify(log, null, 2))}\n`;
}
