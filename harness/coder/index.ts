export { type Agent, type Answer, type Interruption, startAgent } from "./agent/index.ts";
export { checkProviders, checkSyntax } from "./checks.ts";
export type { Example } from "./example.ts";
export { fetchModule } from "./fetch-module.ts";
export {
  checkTemplateFolder,
  checkUserTemplate,
  type PreparedUserTemplate,
  prepareUserTemplate,
  type UserTemplateRequest,
} from "./prepare-user-template.ts";
export { createProvisioner, type Provisioner, prepareExample, prepareTemplate, type Template } from "./provisioner.ts";
export type { BareTerraform, TerraformTool } from "./terraform.ts";
export type { Build, Input, Manifest, Owner, Script, Transition, WorkspaceIdentity } from "./types.ts";
export { exampleInputs, type UserTemplate } from "./user-template/index.ts";
