import type { Outcome, Report } from "../model/report/index.ts";

/** What came of one cell, or of one requirement in one cell. */
export interface Tally {
  readonly outcomes: ReadonlySet<Outcome>;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly durationMs: number;
}

interface Growing {
  readonly outcomes: Set<Outcome>;
  readonly counts: Record<Outcome, number>;
  durationMs: number;
}

/** Tallies results by their cell. */
export function tallyByCell(requirements: Report["requirements"]): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Growing>();
  for (const { results } of requirements) {
    for (const { cell, outcome, durationMs } of results) {
      const own = tallies.get(cell) ?? empty();
      own.outcomes.add(outcome);
      own.counts[outcome] += 1;
      own.durationMs += durationMs;
      tallies.set(cell, own);
    }
  }
  return tallies;
}

function empty(): Growing {
  return { outcomes: new Set(), counts: { pass: 0, fail: 0, unsupported: 0, error: 0, blocked: 0 }, durationMs: 0 };
}
