export { discoverScenarios, type PlannedScenario, type ScenarioFile } from "./discover.ts";
export { packageFolder, scenariosFolder } from "./packageFolder.ts";
export { type PlayOptions, playScenarios } from "./play.ts";
export { defaultJobs, type PreparedRun, prepareRun, type RunRequest } from "./prepare.ts";
export type { ScenarioListener } from "./reporter.ts";
export type { RunSettings, TokenKind } from "./settings.ts";
export { checkSubject } from "./subject.ts";
