export { tool, toolsFolder } from "../runtime/index.ts";
export type { AuditedRequest } from "../vault/index.ts";
export type { StartOptions, Workspace } from "./coderStage.ts";
export { cliProgram, installedCli } from "./machines.ts";
export { expect } from "./matchers.ts";
export { type Stage, scenario } from "./scenario.ts";
export { findSecrets, type SecretFile } from "./secretFiles.ts";
export type { Role, VaultStage } from "./vaultStage.ts";
export { cannotTell, failAs, unsupported } from "./verdict.ts";
