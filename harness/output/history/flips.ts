import type { Outcome } from "../../model/report/index.ts";
import { type HistoryRecord, outcomeAt } from "./record.ts";

/** A scenario whose outcome changed although nothing did that it depends on. */
export interface Flip {
  readonly requirement: string;
  readonly scenario: string;
  readonly token: string;
  readonly cell: string;
  /** What it came to, in turn, run by run; the last of them is of the latest run that changed. */
  readonly turns: readonly Outcome[];
  /** When it changed last. */
  readonly at: string;
}

interface Seen {
  /** The subject, the harness and all programs of the cell. */
  circumstances: string;
  outcome: Outcome;
  turns: Outcome[];
  at: string;
}

/** Finds what flipped between runs of the same subject with the same harness, server, CLI and Terraform. */
export function flipsIn(records: readonly HistoryRecord[]): readonly Flip[] {
  const seen = new Map<string, Seen>();
  for (const record of records) for (const row of record.rows) lookAt(seen, record, row);
  return [...seen].flatMap(([key, { turns, at }]): readonly Flip[] => {
    if (turns.length < 2) return [];
    const [row = "[]", cell = ""] = key.split("\n");
    const [requirement = "", scenario = "", token = ""]: readonly string[] = JSON.parse(row);
    return [{ requirement, scenario, token, cell, turns, at }];
  });
}

function lookAt(seen: Map<string, Seen>, record: HistoryRecord, row: HistoryRecord["rows"][number]): void {
  const rowKey = JSON.stringify([row.requirement, row.scenario, row.token]);
  for (const [place, cell] of record.cells.entries()) {
    const outcome = outcomeAt(row, place);
    if (outcome === undefined) continue;
    const key = `${rowKey}\n${cell.id}`;
    const circumstances = `${record.digest} ${record.tool} ${cell.with}`;
    const before = seen.get(key);
    if (before === undefined || before.circumstances !== circumstances) {
      // What changed together with its circumstances is no flip; what flipped before them is still told.
      const turns = before !== undefined && before.turns.length > 1 ? before.turns : [outcome];
      seen.set(key, { circumstances, outcome, turns, at: before?.at ?? record.startedAt });
    } else if (before.outcome !== outcome) {
      const earlier = before.turns.at(-1) === before.outcome ? before.turns : [...before.turns, before.outcome];
      seen.set(key, { circumstances, outcome, turns: [...earlier, outcome], at: record.startedAt });
    }
  }
}
