export type { PlannedCell } from "./planned-cell.ts";
export { scenarioName } from "./scenario-name.ts";
export { type PlannedScenario, type ScenarioFile, scenarioFiles } from "./scenarios.ts";
export { isGlobOf, leftOutBy, planScenarios, type Selection } from "./select.ts";
export { parseShard, shardOf, stretchOf } from "./shard.ts";
export { createTimeLeft, lasting } from "./time-left.ts";
export { product, type WantedCell, wantedCell } from "./wanted.ts";
