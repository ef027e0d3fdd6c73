export { exampleInputs } from "./example-inputs.ts";
export { layOutCall } from "./lay-out.ts";
export {
  checkTemplateFolder,
  checkUserTemplate,
  prepareUserTemplate,
  type UserTemplateRequest,
} from "./prepare-user-template.ts";
export type { UserTemplate } from "./types.ts";
