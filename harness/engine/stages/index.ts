export { type CoderStage, openCoderStage, type StartOptions, type Workspace } from "./coder-stage.ts";
export { cliProgram, installedCli } from "./machines.ts";
export { openVaultStage, type Role, type VaultStage } from "./vault-stage.ts";
