export { type Agent, type Answer, type Interruption, startAgent } from "./agent/index.ts";
export { checkProviders, checkSyntax } from "./checks.ts";
export type { Example } from "./example.ts";
export { fetchModule } from "./fetchModule.ts";
export { createProvisioner, type Provisioner, prepareExample, prepareTemplate, type Template } from "./provisioner.ts";
export type { TerraformTool } from "./terraform.ts";
export type { Build, Input, Manifest, Owner, Transition, WorkspaceIdentity } from "./types.ts";
