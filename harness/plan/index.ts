export { scenarioName } from "./scenario-name.ts";
export { type PlannedScenario, type ScenarioFile, scenarioFiles } from "./scenarios.ts";
export { leftOutBy, planScenarios, type Selection } from "./select.ts";
export { parseShard, partOf, stretchOf } from "./shard.ts";
export { createTimeLeft, lasting } from "./time-left.ts";
export { type CompleteCell, completed, product, type WantedCell } from "./wanted.ts";
