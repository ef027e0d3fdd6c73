export { type Agent, type Answer, type Interruption, startAgent } from "./agent/index.ts";
export { createProvisioner, type Provisioner, prepareExample, prepareTemplate, type Template } from "./provisioner.ts";
export type { Example } from "./templates/index.ts";
export {
  checkTemplateFolder,
  checkUserTemplate,
  fetchModule,
  type PreparedUserTemplate,
  prepareUserTemplate,
  type UserTemplateRequest,
} from "./templates/index.ts";
export type { BareTerraform, TerraformTool } from "./terraform/index.ts";
export { checkProviders, checkSyntax } from "./terraform/index.ts";
export type { Build, Input, Manifest, Owner, Script, Transition, WorkspaceIdentity } from "./types.ts";
export { exampleInputs, type UserTemplate } from "./user-template/index.ts";
