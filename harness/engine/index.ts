export type { RunSettings, TokenKind } from "../run/index.ts";
export { realCli } from "../runtime/index.ts";
export type { Start, StartOptions, Workspace } from "./coderStage.ts";
export { expect } from "./matchers.ts";
export { type ScenarioOptions, type Stage, scenario } from "./scenario.ts";
export type { Mount, Role, RoleOptions, VaultStage } from "./vaultStage.ts";
