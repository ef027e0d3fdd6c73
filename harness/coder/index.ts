export type { Template } from "./lay-out.ts";
export { createProvisioner, type Provisioner, prepareExample, prepareTemplate } from "./provisioner.ts";
export type { UserTemplate } from "./templates/index.ts";
export type { BareTerraform, TerraformTool } from "./terraform/index.ts";
export { checkProviders, checkSyntax } from "./terraform/index.ts";
export type {
  Build,
  Input,
  Manifest,
  Owner,
  Prebuild,
  Script,
  TemplatePart,
  Transition,
  WorkspaceIdentity,
} from "./types.ts";
export { ownerOfPrebuilds } from "./types.ts";
