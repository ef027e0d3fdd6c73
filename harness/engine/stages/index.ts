export { type CoderStage, openCoderStage, type StartOptions, type Workspace } from "./coder-stage.ts";
export { openIpv6Relay } from "./ipv6-relay.ts";
export { cliProgram, installedCli } from "./machines.ts";
export { openVaultStage, type Role, type VaultStage } from "./vault-stage.ts";
