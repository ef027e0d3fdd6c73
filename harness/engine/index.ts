export { tool, toolsFolder } from "../runtime/index.ts";
export type { AuditedRequest } from "../vault/index.ts";
export { expect } from "./matchers.ts";
export { type Stage, scenario } from "./scenario.ts";
export { findSecrets, type SecretFile } from "./secret-files.ts";
export type { Role, StartOptions, VaultStage, Workspace } from "./stages/index.ts";
export { cliProgram, installedCli } from "./stages/index.ts";
export { cannotTell, failAs, unsupported } from "./verdict.ts";
