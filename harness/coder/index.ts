export { type Agent, type Lifecycle, type ScriptRun, startAgent } from "./agent.ts";
export { checkProviders, checkSyntax } from "./checks.ts";
export { createProvisioner, type Provisioner, prepareTemplate, type Template } from "./provisioner.ts";
export type { TerraformTool } from "./terraform.ts";
export type { Build, Input, Manifest, Owner, Script, Transition, WorkspaceIdentity } from "./types.ts";
