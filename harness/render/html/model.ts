import type { Cell } from "../../model/index.ts";
import type { Failure, Report, RequirementReport, Result } from "../../model/report/index.ts";
import { failuresByKey } from "../failures-by-key.ts";
import { cellNames } from "./cell-names.ts";

/** A cell with what a page calls it. */
export interface PageCell {
  readonly cell: Cell;
  /** From 1, in the report's order. */
  readonly number: number;
  /** What tells it from the other cells. */
  readonly label: string;
}

/** A result with the address that it has in the page. */
export interface PageResult {
  readonly requirement: RequirementReport;
  readonly result: Result;
  readonly cell: PageCell;
  /** The same for the same report, unlike that of any other result, and fit for a URL as it is. */
  readonly id: string;
  readonly failure: Failure | undefined;
}

/** A report, laid out for a page. */
export interface Page {
  readonly report: Report;
  /** The web address of the harness's files, in the version that made the report; `undefined` without a repository. */
  readonly source: string | undefined;
  readonly cells: readonly PageCell[];
  readonly results: readonly PageResult[];
  readonly byResult: ReadonlyMap<Result, PageResult>;
  /** Those that failed or erred. */
  readonly byFailure: ReadonlyMap<Failure, FailedResult>;
}

/** A result with its details. */
export interface FailedResult extends PageResult {
  readonly failure: Failure;
}

/** Names cells, gives each result its address and each failed one the details that belong to it; `repository` is that of the harness. */
export function layOut(report: Report, repository?: string): Page {
  const names = cellNames(report.cells);
  const cells = report.cells.map((cell, place) => ({ cell, number: place + 1, label: names[place] ?? cell.id }));
  const cellOf = new Map(cells.map((entry) => [entry.cell.id, entry]));
  const takeFailure = failuresByKey(report.failures);
  const takeId = uniqueIds();
  const results = report.requirements.flatMap((requirement) =>
    requirement.results.flatMap((result): readonly PageResult[] => {
      const cell = cellOf.get(result.cell);
      if (cell === undefined) return [];
      const id = takeId([requirement.id, result.scenario, result.token, `c${cell.number}`]);
      return [{ requirement, result, cell, id, failure: takeFailure(requirement.id, result) }];
    }),
  );
  const failed = results.filter((one): one is FailedResult => one.failure !== undefined);
  return {
    report,
    source: repository && `${repository}/blob/v${encodeURIComponent(report.tool.version)}`,
    cells,
    results,
    byResult: new Map(results.map((one) => [one.result, one])),
    byFailure: new Map(failed.map((one) => [one.failure, one])),
  };
}

/** An address within the page, fit for a URL as it is. */
export function addressOf(words: readonly string[]): string {
  return words.map((word) => word.replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 80)).join("/");
}

function uniqueIds(): (words: readonly string[]) => string {
  const given = new Set<string>();
  return (words) => {
    const plain = addressOf(words);
    let id = plain;
    for (let next = 2; given.has(id); next += 1) id = `${plain}/${next}`;
    given.add(id);
    return id;
  };
}
