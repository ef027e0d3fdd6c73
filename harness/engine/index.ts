export { tool, toolsFolder } from "../runtime/index.ts";
export { aBuild } from "./assumptions.ts";
export { expect } from "./matchers.ts";
export { scenario } from "./scenario.ts";
export { findSecrets, type SecretFile } from "./secret-files.ts";
export type { Assumption, Stage } from "./stage.ts";
export type { Role, StartOptions, VaultStage, Workspace } from "./stages/index.ts";
export { cliProgram, installedCli, openIpv6Relay } from "./stages/index.ts";
export { blocked, cannotTell, failAs, unsupported } from "./verdict.ts";
