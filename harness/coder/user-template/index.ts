export { exampleInputs } from "./example-inputs.ts";
export {
  checkTemplateFolder,
  checkUserTemplate,
  prepareUserTemplate,
  type UserTemplateRequest,
} from "./prepare-user-template.ts";
