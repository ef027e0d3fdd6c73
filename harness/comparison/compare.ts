import type { Cell } from "../model/index.ts";
import { isBad, type Outcome, type Report, type Result, type TokenKind } from "../model/report/index.ts";
import { outcomeOf } from "../verdict/index.ts";
import { cellPairs } from "./cells.ts";

/** Results of one requirement, scenario, token and cell, and what became of them. */
export interface Changed {
  readonly requirement: string;
  readonly scenario: string;
  readonly token: TokenKind;
  /** As the later report calls it; where only the earlier one has it, as that does. */
  readonly cell: string;
  readonly before?: Outcome;
  readonly after?: Outcome;
  /** Why it is as it is now, or was where it is gone. */
  readonly reason?: string;
}

/** A duration that grew by more than noise, in milliseconds. */
export interface Slower extends Omit<Changed, "before" | "after" | "reason"> {
  readonly before: number;
  readonly after: number;
}

/** What changed between two reports. Each result is in one of the lists at most, but for `slower`. */
export interface Comparison {
  readonly before: Side;
  readonly after: Side;
  /** Fails, errs or is blocked, and did not before, or was not there. */
  readonly new: readonly Changed[];
  /** Passes, and did not before. */
  readonly fixed: readonly Changed[];
  /** Fails, errs or is blocked, as it did before, whichever of them it was. */
  readonly stillFailing: readonly Changed[];
  /** Is unsupported, and was not before. */
  readonly newlyUnsupported: readonly Changed[];
  /** Is there no more, whatever it was. */
  readonly gone: readonly Changed[];
  readonly slower: readonly Slower[];
  /** Cells with another id than before that are taken for the same, by the words that they were asked for with. */
  readonly renamedCells: readonly { readonly before: string; readonly after: string }[];
}

/** Which report it is. */
interface Side {
  readonly startedAt: string;
  readonly tool: string;
  readonly digest: string;
}

/** Noise is less than half of what it was, and less than a second. */
const noise = { factor: 1.5, milliseconds: 1_000 } as const;

/** Compares a report with an earlier one, result by result. */
export function compareReports(before: Report, after: Report): Comparison {
  const renamed = cellPairs(before.cells, after.cells);
  const earlier = resultsByKey(before, (cell) => renamed.get(cell) ?? cell);
  const later = resultsByKey(after, (cell) => cell);
  const changes = [...later].map(([key, now]) => changeOf(earlier.get(key), now));
  const failing = changes.filter(({ after: outcome }) => isBad(outcome));
  return {
    before: sideOf(before),
    after: sideOf(after),
    new: failing.filter((change) => !isBad(change.before)),
    fixed: changes.filter(
      (change) => change.after === "pass" && change.before !== undefined && change.before !== "pass",
    ),
    stillFailing: failing.filter((change) => isBad(change.before)),
    newlyUnsupported: changes.filter(
      (change) => change.after === "unsupported" && change.before !== undefined && change.before !== "unsupported",
    ),
    gone: [...earlier].flatMap(([key, was]) => (later.has(key) ? [] : [changeOf(was, undefined)])),
    slower: [...later].flatMap(([key, now]) => slowerThan(earlier.get(key), now)),
    renamedCells: [...renamed].map(([old, id]) => ({ before: old, after: id })),
  };
}

function sideOf({ startedAt, tool, subject }: Report): Side {
  return { startedAt, tool: `${tool.name} ${tool.version}`, digest: subject.digest };
}

/** The results of one key: a scenario with a table of cases has several. */
interface Keyed {
  readonly key: Omit<Changed, "before" | "after" | "reason">;
  readonly results: Result[];
}

function resultsByKey(report: Report, cellOf: (cell: Cell["id"]) => string): ReadonlyMap<string, Keyed> {
  const keyed = new Map<string, Keyed>();
  for (const { id: requirement, results } of report.requirements) {
    for (const result of results) {
      const { scenario, token } = result;
      const cell = cellOf(result.cell);
      const key = JSON.stringify([requirement, scenario, token, cell]);
      const own = keyed.get(key) ?? { key: { requirement, scenario, token, cell }, results: [] };
      own.results.push(result);
      keyed.set(key, own);
    }
  }
  return keyed;
}

function changeOf(was: Keyed | undefined, now: Keyed | undefined): Changed {
  const [before, after] = [was, now].map((keyed) => keyed && outcomeOf(keyed.results.map(({ outcome }) => outcome)));
  const told = now ?? was;
  if (told === undefined) throw new TypeError("a change has two sides, and one of them at least is there");
  const reason = told.results.find(
    ({ outcome, reason: said }) => said !== undefined && outcome === (after ?? before),
  )?.reason;
  return {
    ...told.key,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(reason !== undefined && { reason }),
  };
}

function slowerThan(was: Keyed | undefined, now: Keyed): readonly Slower[] {
  const areAlike = [was, now].every((keyed) => keyed?.results.every(({ outcome }) => outcome === "pass"));
  // What fails early or late says nothing of how long the same takes.
  if (was === undefined || !areAlike || was.results.length !== now.results.length) return [];
  const [before = 0, after = 0] = [was, now].map(({ results }) =>
    results.reduce((sum, one) => sum + one.durationMs, 0),
  );
  const isNoise = after <= before * noise.factor || after - before <= noise.milliseconds;
  return isNoise ? [] : [{ ...now.key, before, after }];
}
