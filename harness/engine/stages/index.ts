export { type CoderStage, openCoderStage, type StartOptions, type Workspace } from "./coder-stage.ts";
export { cliProgram, installedCli } from "./machines.ts";
export { openSite, type Site } from "./site.ts";
export { openVaultStage, type Role, type VaultStage } from "./vault-stage.ts";
