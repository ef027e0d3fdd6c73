import { z } from "zod";
import type { Cell } from "../../model/index.ts";
import type { Outcome, Report } from "../../model/report/index.ts";
import { outcomeOf } from "../../verdict/index.ts";

/** Letters of outcomes in a row: one for each cell, `.` where there was no result. */
const letters: Readonly<Record<Outcome, string>> = { pass: "p", fail: "f", error: "e", unsupported: "u", blocked: "b" };
const outcomes: ReadonlyMap<string, Outcome> = new Map(
  (["pass", "fail", "error", "unsupported", "blocked"] as const).map((outcome) => [letters[outcome], outcome]),
);

/** What a record has at most, which makes a few megabytes, whatever the size of the run. */
const most = { letters: 200_000, rows: 10_000, cells: 5_000 } as const;

/** What is kept of a run: what every scenario came to in every cell, and on what. */
export interface HistoryRecord {
  readonly historyVersion: 1;
  readonly startedAt: string;
  readonly tool: string;
  readonly digest: string;
  /** `with` has the versions of all that takes part. */
  readonly cells: readonly { readonly id: string; readonly with: string }[];
  readonly rows: readonly {
    readonly requirement: string;
    readonly scenario: string;
    readonly token: string;
    readonly outcomes: string;
  }[];
  /** How many rows there was no room for. */
  readonly left?: number;
}

const text = z.string();

/** The shape of a record. */
export const recordSchema: z.ZodType<HistoryRecord> = z
  .object({
    historyVersion: z.literal(1),
    startedAt: z.iso.datetime(),
    tool: text,
    digest: text,
    cells: z.array(z.object({ id: text, with: text })),
    rows: z.array(
      z.object({ requirement: text, scenario: text, token: text, outcomes: z.string().regex(/^[pfeub.]*$/) }),
    ),
    left: z.int().min(1).exactOptional(),
  })
  .refine(({ cells, rows }) => rows.every((row) => row.outcomes.length === cells.length), "has rows that do not fit");

/** Makes the record of a report. */
export function recordOf({ startedAt, tool, subject, requirements, ...report }: Report): HistoryRecord {
  const cells = report.cells.slice(0, most.cells);
  const places = new Map(cells.map(({ id }, place) => [id, place]));
  const rows = requirements.flatMap(({ id, results }) =>
    [...Map.groupBy(results, ({ scenario, token }) => JSON.stringify([scenario, token])).values()].flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const byCell = Map.groupBy(own, ({ cell }) => places.get(cell) ?? -1);
      const letterOf = (place: number): string => {
        const there = byCell.get(place);
        return there === undefined ? "." : letters[outcomeOf(there.map(({ outcome }) => outcome))];
      };
      const { scenario, token } = first;
      return [{ requirement: id, scenario, token, outcomes: cells.map((_, place) => letterOf(place)).join("") }];
    }),
  );
  const kept = rows.slice(0, Math.min(most.rows, Math.floor(most.letters / Math.max(1, cells.length))));
  return {
    historyVersion: 1,
    startedAt,
    tool: `${tool.name} ${tool.version}`,
    digest: subject.digest,
    cells: cells.map((cell) => ({ id: cell.id, with: partsOf(cell) })),
    rows: kept,
    ...(rows.length > kept.length && { left: rows.length - kept.length }),
  };
}

function partsOf({ server, cli, terraform }: Cell): string {
  const programs = [server, cli, terraform].map(({ name, version }) => `${name} ${version}`);
  return `${programs.join(", ")}, ${cli.archives} archives`;
}

/** What a row says of a cell, by its place; `undefined` where there was no result. */
export function outcomeAt(row: HistoryRecord["rows"][number], place: number): Outcome | undefined {
  return outcomes.get(row.outcomes[place] ?? ".");
}
