import type { Report } from "../../model/report/index.ts";
import {
  renderBadge,
  renderCodeQuality,
  renderHtml,
  renderJUnit,
  renderMarkdown,
  renderMetrics,
  renderSarif,
} from "../../render/index.ts";
import { reportJson } from "../../report/index.ts";
import type { HeldFolder } from "./held-folder.ts";
import { type Content, checkFolder, type Writing, type WrittenFile, writeFiles } from "./write-files.ts";

/** A line for each file that a report becomes. */
const renderers: Readonly<Record<string, (report: Report) => Content>> = {
  "report.json": reportJson,
  "junit.xml": renderJUnit,
  "report.html": renderHtml,
  "report.md": renderMarkdown,
  "badge.svg": renderBadge,
  "metrics.txt": renderMetrics,
  "report.sarif": renderSarif,
  "code-quality.json": renderCodeQuality,
};

/** The files that {@link writeReports} writes. */
export const reportFiles: readonly string[] = Object.keys(renderers);

/**
 * Writes `report.json` and what is made from it into a folder as {@link writeFiles} does.
 * @throws as {@link writeFiles}
 */
export async function writeReports(
  report: Report,
  folder: string | HeldFolder,
  writing: Writing = {},
): Promise<readonly WrittenFile[]> {
  const contents = Object.entries(renderers).map(([name, render]) => [name, render(report)] as const);
  return await writeFiles(Object.fromEntries(contents), folder, writing);
}

/**
 * Finds out whether the reports, or files of other names, could be written into a folder; leaves nothing behind.
 * @throws as {@link checkFolder}
 */
export async function checkReportFolder(folder: string, names: readonly string[] = reportFiles): Promise<void> {
  await checkFolder(folder, names);
}
