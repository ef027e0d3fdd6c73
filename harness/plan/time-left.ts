import type { PlannedScenario } from "./scenarios.ts";

/** A cell, and what runs in it. */
interface CellWork {
  readonly scenarios: readonly Pick<PlannedScenario, "name" | "usualMs" | "tokens">[];
}

/** How far a run has come, by what its scenarios usually take. */
export interface TimeLeft {
  ended(scenario: string): void;
  /** Such as `120 of 1380 results, about 14 min left`. */
  inWords(): string;
}

/** Estimates from now on; the longer it lasts, the more it goes by how fast this machine is. */
export function createTimeLeft(cells: readonly CellWork[], jobs: number): TimeLeft {
  const usual = new Map(cells.flatMap(({ scenarios }) => scenarios.map((one) => [one.name, perResult(one)])));
  const planned = cells.flatMap(({ scenarios }) => scenarios);
  const results = planned.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const total = planned.reduce((sum, { usualMs }) => sum + usualMs, 0);
  const since = performance.now();
  let ended = 0;
  let done = 0;
  return {
    ended(scenario) {
      ended += 1;
      done += usual.get(scenario) ?? 0;
    },
    inWords() {
      const elapsed = performance.now() - since;
      // A guess of the whole counts as much as a fiftieth that was seen.
      const guessed = total / 50;
      const pace = (elapsed + guessed / jobs) / (done + guessed);
      return `${ended} of ${results} results, about ${lasting(Math.max(0, total - done) * pace)} left`;
    },
  };
}

function perResult({ usualMs, tokens }: CellWork["scenarios"][number]): number {
  return usualMs / tokens.length;
}

/** About how long that is. */
export function lasting(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 90 ? `${Math.ceil(seconds / 10) * 10} s` : `${Math.round(seconds / 60)} min`;
}
