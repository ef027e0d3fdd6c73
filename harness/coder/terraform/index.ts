export { checkProviders, checkSyntax } from "./checks.ts";
export { initialise } from "./initialise.ts";
export { type Parameters, parameterEnvironment, provisionerEnvironment } from "./provisioner-environment.ts";
export { applyAtOnce, planAndApply, planFile } from "./steps.ts";
export {
  areAllErrors,
  type BareTerraform,
  firstDiagnostic,
  firstError,
  type TerraformAnswer,
  type TerraformTool,
  terraform,
  terraformAsCaller,
} from "./terraform.ts";
