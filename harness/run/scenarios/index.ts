export type { RunResult, ScenarioListener } from "./reporter.ts";
export type { ScenarioOptions } from "./run-scenarios.ts";
