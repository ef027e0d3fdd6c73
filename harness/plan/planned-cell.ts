import type { PlannedScenario } from "./scenarios.ts";
import type { WantedCell } from "./wanted.ts";

/** A cell that a run has planned, and what it runs there. */
export interface PlannedCell {
  readonly wanted: WantedCell;
  readonly scenarios: readonly PlannedScenario[];
}
