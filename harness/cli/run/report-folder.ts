import { WrongInput } from "../../errors/index.ts";
import { readReport } from "../../report/index.ts";
import { counted, named } from "../../text/index.ts";

/** Where a run's reports are to go, and how many results it has planned. */
export interface WantedFolder {
  readonly out: string;
  /** Somebody typed it. */
  readonly isTyped: boolean;
  /** A filter leaves a part of the catalogue out. */
  readonly isFiltered: boolean;
  readonly results: number;
}

/**
 * The folder of a run's reports. A run that is filtered has its own, and a report with more results than the run has
 * planned is never overwritten.
 *
 * @throws WrongInput `out.fuller` where such a report is in a folder that somebody typed
 */
export async function reportFolderFor({ out, isTyped, isFiltered, results }: WantedFolder): Promise<string> {
  if (!isTyped && isFiltered) return `${out}-filtered`;
  const there = await resultsIn(out);
  if (there <= results) return out;
  if (!isTyped) return `${out}-shorter`;
  const problem = `The report in ${named(out)} is fuller: it has ${counted(there, "result")}, and this run has ${results}.`;
  throw new WrongInput("out.fuller", problem, "Choose another folder with --out, or remove that one.", { out });
}

/** The folder for the reports of a run that was stopped before its end. */
export function unfinishedFolder(out: string): string {
  return `${out}-unfinished`;
}

/** How many results of scenarios a report has; 0 if there is no readable report. */
async function resultsIn(folder: string): Promise<number> {
  const found = await readReport(folder).catch(() => undefined);
  const own = found?.report.requirements.filter(({ derivedFrom }) => derivedFrom === undefined) ?? [];
  return own.reduce((sum, { results }) => sum + results.length, 0);
}
