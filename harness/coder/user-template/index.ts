export { exampleInputs } from "./example-inputs.ts";
export { checkModulesFolder } from "./modules.ts";
export {
  checkTemplateFolder,
  checkUserTemplate,
  type PreparedUserTemplate,
  prepareUserTemplate,
  type UserTemplateRequest,
} from "./prepare-user-template.ts";
