export { discoverScenarios, type ScenarioFile } from "./discover.ts";
export { type PlayOptions, playScenarios } from "./play.ts";
export { defaultJobs, type PreparedRun, packageFolder, prepareRun, type RunRequest } from "./prepare.ts";
export type { ScenarioListener } from "./reporter.ts";
export type { RunSettings, TokenKind } from "./settings.ts";
