import { createHash } from "node:crypto";
import { WrongInput } from "../errors/index.ts";
import { parseStrictJson, readBounded } from "../input/index.ts";
import type { Report } from "../model/report/index.ts";
import { checkTogether, parseReport, reportAt } from "../report/index.ts";
import { named } from "../text/index.ts";
import type { CatalogueItem } from "./types.ts";

/** A report, and the digest of the file that it was read from. */
export interface ReadReport {
  readonly report: Report;
  readonly where: string;
  readonly sha256: string;
}

const remedy = "Give reports as runs wrote them, each once.";

/** A report's file as it lies there. */
export interface ReportFile {
  readonly where: string;
  readonly bytes: Buffer;
}

/**
 * Reads the reports of one decision, such as those of a matrix' shards, by their files or folders, and refuses
 * what cannot be told for certain.
 * @throws WrongInput as readBounded and {@link parseReports} do
 */
export async function readReports(
  paths: readonly string[],
  catalogue: readonly CatalogueItem[],
): Promise<readonly ReadReport[]> {
  const files: ReportFile[] = [];
  for (const path of paths) {
    const where = await reportAt(path);
    files.push({ where, bytes: (await readBounded(where, "report")).bytes });
  }
  return parseReports(files, catalogue);
}

/**
 * {@link readReports} for files that were read already.
 * @throws WrongInput as parseReport does, and `report.twin`, `report.other-catalogue`, `report.twin-result` (a result that
 *   two reports have, or one has twice), `report.other-cell`
 */
export function parseReports(files: readonly ReportFile[], catalogue: readonly CatalogueItem[]): readonly ReadReport[] {
  const reports = files.map((file) => parsed(file, catalogue));
  checkTogether(reports, { within: "twins", catalogue });
  return reports;
}

function parsed({ where, bytes }: ReportFile, catalogue: readonly CatalogueItem[]): ReadReport {
  const text = bytes.toString("utf8");
  const report = parseReport(text, named(where));
  checkNames(text, where);
  checkCatalogue(report, where, catalogue);
  return { report, where, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function checkNames(text: string, where: string): void {
  try {
    parseStrictJson(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new WrongInput("report.twin", `${named(where)} is ambiguous: ${cause.message}.`, remedy, { where }, cause);
  }
}

/** What a requirement is called and counts for is the catalogue's to say, not the report's. */
function checkCatalogue({ requirements, tool }: Report, where: string, catalogue: readonly CatalogueItem[]): void {
  const known = new Map(catalogue.map((item) => [item.id, item]));
  const odd = requirements.find(({ id, profile, title }) => {
    const item = known.get(id);
    return item?.profile !== profile || item.title !== title;
  });
  const blockers = requirements.flatMap(({ results }) => results.flatMap(({ blockedBy }) => blockedBy ?? []));
  const id = odd?.id ?? blockers.find((blocker) => !known.has(blocker));
  if (id === undefined) return;
  const has = known.has(id) ? "defines differently" : "does not know";
  const problem = `${named(where)} has the requirement ${named(id)}, which this version of the harness ${has}`;
  throw new WrongInput(
    "report.other-catalogue",
    `${problem}; ${named(tool.name)} ${named(tool.version)} wrote the report.`,
    "Judge it with the version of the harness that wrote it.",
    { where, requirement: id },
  );
}
