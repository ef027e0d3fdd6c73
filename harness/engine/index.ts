export { tool, toolsFolder } from "../runtime/index.ts";
export type { AuditedRequest } from "../vault/index.ts";
export type { StartOptions, Workspace } from "./coder-stage.ts";
export { cliProgram, installedCli } from "./machines.ts";
export { expect } from "./matchers.ts";
export { type Stage, scenario } from "./scenario.ts";
export { findSecrets, type SecretFile } from "./secret-files.ts";
export type { Role, VaultStage } from "./vault-stage.ts";
export { cannotTell, failAs, unsupported } from "./verdict.ts";
