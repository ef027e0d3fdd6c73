import { isDeepStrictEqual } from "node:util";
import { WrongInput } from "../../errors/index.ts";
import type { Cell } from "../../model/index.ts";
import type { CatalogueEntry, Report } from "../../model/report/index.ts";
import { named } from "../../text/index.ts";
import type { NamedReport } from "./read.ts";

/** What to do about reports that do not belong together. */
export const remedy = "Give reports as runs wrote them, each once.";

/** What two results of one report with the same key are: several cases of a scenario, or a result told twice. */
export interface Togetherness {
  readonly within: "cases" | "twins";
  /** The requirements that each shard has a result of. */
  readonly catalogue: readonly Pick<CatalogueEntry, "id" | "everyStart">[];
}

/**
 * Refuses reports that cannot be taken together: a cell that is not the same in two of them, or a result that two of them have.
 * @throws WrongInput `report.other-cell`, `report.twin-result`
 */
export function checkTogether(reports: readonly NamedReport[], { within, catalogue }: Togetherness): void {
  checkCells(reports);
  const ofEachShard = new Set(catalogue.filter(({ everyStart }) => everyStart).map(({ id }) => id));
  const holders = holdersOf(reports);
  const isShared = (cell: string): boolean => within === "twins" || (holders.get(cell) ?? 0) > 1;
  const found = new Map<string, NamedReport>();
  for (const report of reports) {
    for (const { key, requirement, name } of keysOf(report.report, isShared)) {
      const earlier = found.get(key);
      const isFurther = earlier !== report && ofEachShard.has(requirement);
      if (earlier !== undefined && !isFurther && (earlier !== report || within === "twins"))
        throw twofold("report.twin-result", `The result of ${name()} occurs twice,`, earlier, report);
      found.set(key, report);
    }
  }
}

function checkCells(reports: readonly NamedReport[]): void {
  const cells = new Map<string, { readonly cell: Cell; readonly report: NamedReport }>();
  for (const report of reports) {
    for (const cell of report.report.cells) {
      const earlier = cells.get(cell.id);
      if (earlier === undefined) cells.set(cell.id, { cell, report });
      else if (!isDeepStrictEqual(earlier.cell, cell))
        throw twofold("report.other-cell", otherCell(earlier.cell, cell), earlier.report, report);
    }
  }
}

/** The same id does not make the same cell: another content of a program, another sandbox or another option makes another one. */
function otherCell(one: Cell, other: Cell): string {
  const [all, others] = [one, other].map((cell) => new Map(Object.entries(cell)));
  const fields = new Set([...(all?.keys() ?? []), ...(others?.keys() ?? [])]);
  const differing = [...fields].filter((field) => !isDeepStrictEqual(all?.get(field), others?.get(field)));
  return `The cell ${named(one.id)} is different (${differing.join(", ")})`;
}

/** How many reports have results of each cell. */
function holdersOf(reports: readonly NamedReport[]): ReadonlyMap<string, number> {
  const holders = new Map<string, number>();
  for (const { report } of reports) {
    const own = new Set(report.requirements.flatMap(({ results }) => results.map(({ cell }) => cell)));
    for (const cell of own) holders.set(cell, (holders.get(cell) ?? 0) + 1);
  }
  return holders;
}

function* keysOf(
  { requirements }: Report,
  isAsked: (cell: string) => boolean,
): Generator<{ readonly key: string; readonly requirement: string; readonly name: () => string }> {
  for (const { id, results } of requirements) {
    for (const { scenario, token, cell } of results) {
      if (!isAsked(cell)) continue;
      const name = () => `${named(id)} (${named(scenario)}, ${token}) on ${named(cell)}`;
      yield { key: JSON.stringify([id, scenario, token, cell]), requirement: id, name };
    }
  }
}

/** An error about something that is in two reports. */
export function twofold(code: string, what: string, one: NamedReport, other: NamedReport): WrongInput {
  const problem = `${what} in ${named(one.where)} and in ${named(other.where)}.`;
  return new WrongInput(code, problem, remedy, { one: one.where, other: other.where });
}
