import { isDeepStrictEqual } from "node:util";
import { WrongInput } from "../../errors/index.ts";
import type { Cell } from "../../model/index.ts";
import type { CatalogueEntry, Failure, KnownEntry, Report, Result, ResultKey } from "../../model/report/index.ts";
import { named } from "../../text/index.ts";
import { outcomeOf } from "../../verdict/index.ts";
import { assembled } from "../assemble.ts";
import { derivedEntries, type Group } from "../derived.ts";
import { orderedNotes, resultOrder } from "../order.ts";
import { leftOutOf } from "../partial.ts";
import type { NamedReport } from "./read.ts";
import { inShards } from "./shards.ts";
import { checkTogether, remedy, twofold } from "./together.ts";

/**
 * Makes one report of several: of a matrix' shards the very same as the matrix would have had in one run, with the earliest start
 * and the sum of the durations; or of runs of the same module on other cells. One report stays as it is.
 * @throws WrongInput `report.other-subject`, `report.other-template`, `report.other-tool`, `report.other-catalogue`, `report.other-matrix`,
 *   `report.twin-shard`, `report.other-cell`, `report.twin-result`
 */
export function mergeReports(given: readonly NamedReport[], catalogue: readonly CatalogueEntry[]): Report {
  const [only, ...others] = given;
  if (only === undefined) throw new WrongInput("report.none", "There is no report to merge.", remedy);
  if (others.length === 0) return only.report;
  for (const other of others) checkAbout(only, other);
  const { reports, matrix, missing } = inShards(given);
  const all = reports.map(({ report }) => report);
  const whole = withoutDerived(reports, catalogue);
  checkTogether(whole, { within: "cases", catalogue });
  const cells = cellsOf(all, matrix?.cells);
  const groups = groupsOf(whole, { cells, catalogue });
  const leftOut = [...all.flatMap(leftOutOf), ...missing];
  const derives = all.some((report) => report.matrix !== undefined);
  const startedAt = all.reduce(
    (first, { startedAt }) => (Date.parse(startedAt) < Date.parse(first) ? startedAt : first),
    only.report.startedAt,
  );
  const { partial, ...content } = assembled({
    startedAt,
    groups,
    cells,
    catalogue,
    derives,
    matrix,
    leftOut,
    known: knownOf(all),
  });
  const notes = orderedNotes(
    all.flatMap((report) => report.notes ?? []),
    groups.map(({ entry }) => entry.id),
  );
  const { schemaVersion, tool, subject, template } = only.report;
  return {
    schemaVersion,
    tool,
    startedAt,
    durationMs: all.reduce((sum, { durationMs }) => sum + durationMs, 0),
    subject,
    ...(template !== undefined && { template }),
    cells,
    ...content,
    ...(notes.length > 0 && { notes }),
    ...(partial !== undefined && { partial }),
  };
}

function checkAbout(one: NamedReport, other: NamedReport): void {
  const [due, found] = [one.report, other.report];
  if (due.subject.digest !== found.subject.digest)
    throw twofold("report.other-subject", "The module's digest is different", one, other);
  if (!isDeepStrictEqual(due.template, found.template))
    throw twofold("report.other-template", "The template or its inputs are different", one, other);
  if (due.tool.name !== found.tool.name || due.tool.version !== found.tool.version)
    throw twofold("report.other-tool", "The version of the harness is different", one, other);
}

/** Requirements that are derived are derived anew, of all results. */
function withoutDerived(reports: readonly NamedReport[], catalogue: readonly CatalogueEntry[]): readonly NamedReport[] {
  const derived = new Set(derivedEntries(catalogue).map(({ id }) => id));
  if (derived.size === 0) return reports;
  return reports.map(({ where, report }) => ({
    where,
    report: {
      ...report,
      requirements: report.requirements.filter(({ id }) => !derived.has(id)),
      failures: report.failures.filter(({ requirement }) => !derived.has(requirement)),
    },
  }));
}

function cellsOf(reports: readonly Report[], order: readonly string[] = []): readonly Cell[] {
  const found = new Map(reports.flatMap(({ cells }) => cells).map((cell) => [cell.id, cell]));
  const places = new Map(order.map((id, place) => [id, place]));
  const place = ({ id }: Cell): number => places.get(id) ?? places.size;
  return [...found.values()].toSorted((a, b) => place(a) - place(b));
}

/** What any of the lists of known failures has, each once; `undefined` where none was given. */
function knownOf(reports: readonly Report[]): readonly KnownEntry[] | undefined {
  const lists = reports.flatMap(({ known }) => (known === undefined ? [] : [known]));
  if (lists.length === 0) return undefined;
  return [...new Map(lists.flat().map((entry) => [JSON.stringify(entry), entry])).values()];
}

interface Order {
  readonly cells: readonly Cell[];
  readonly catalogue: readonly CatalogueEntry[];
}

interface Gathered {
  readonly entry: Group["entry"];
  readonly from: NamedReport;
  readonly results: Result[];
  readonly failures: Failure[];
}

function groupsOf(reports: readonly NamedReport[], { cells, catalogue }: Order): readonly Group[] {
  const gathered = new Map<string, Gathered>();
  for (const from of reports) gather(gathered, from);
  for (const { id, everyStart } of catalogue) if (everyStart) keepWorst(gathered.get(id));
  const places = new Map(catalogue.map(({ id }, place) => [id, place]));
  const place = ({ entry }: Gathered): number => places.get(entry.id) ?? places.size;
  const order = resultOrder(cells);
  return [...gathered.values()]
    .toSorted((a, b) => place(a) - place(b))
    .map(({ entry, results, failures }) => ({ entry, results: results.sort(order), failures: failures.sort(order) }));
}

/** Of the results that shards have of the same, the worst stays, with its failure. */
function keepWorst(one: Gathered | undefined): void {
  if (one === undefined) return;
  const keyOf = ({ scenario, token, cell }: ResultKey) => JSON.stringify([scenario, token, cell]);
  for (const twins of Map.groupBy<string, Result>(one.results.slice(), keyOf).values()) {
    const gravest = outcomeOf(twins.map(({ outcome }) => outcome));
    const worst: Result | undefined = twins.find(({ outcome }) => outcome === gravest);
    for (const other of twins.filter((twin) => twin !== worst)) one.results.splice(one.results.indexOf(other), 1);
    const own = one.failures.filter((failure) => keyOf(failure) === keyOf(twins[0] ?? failure));
    const kept = own.find(({ outcome }) => outcome === gravest);
    for (const other of own.filter((failure) => failure !== kept)) one.failures.splice(one.failures.indexOf(other), 1);
  }
}

function gather(gathered: Map<string, Gathered>, from: NamedReport): void {
  for (const { outcome: _, derivedFrom: __, results, ...entry } of from.report.requirements) {
    const { id, title, profile } = entry;
    const known: Gathered = gathered.get(id) ?? { entry, from, results: [], failures: [] };
    if (known.entry.title !== title || known.entry.profile !== profile)
      throw twofold("report.other-catalogue", `The requirement ${named(id)} is different`, known.from, from);
    for (const result of results) known.results.push(result);
    gathered.set(id, known);
  }
  for (const failure of from.report.failures) gathered.get(failure.requirement)?.failures.push(failure);
}
