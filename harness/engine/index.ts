export type { Start, StartOptions, Workspace } from "./coderStage.ts";
export { expect } from "./matchers.ts";
export { type ScenarioOptions, type Stage, scenario, scenarioName } from "./scenario.ts";
export type { RunSettings, TokenKind } from "./settings.ts";
export { realCli } from "./site.ts";
export type { Mount, Role, RoleOptions, VaultStage } from "./vaultStage.ts";
