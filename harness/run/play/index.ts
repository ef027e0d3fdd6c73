export type { PlayOptions } from "./play.ts";
export type { PlayedResult, ScenarioListener } from "./reporter.ts";
