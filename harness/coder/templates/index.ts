export { type Example, type ExampleRoot, layOutExample, layOutFurtherInputs, layOutToken } from "./example.ts";
export { fetchModule } from "./fetch-module.ts";
export { installedModules, recordModules } from "./installed-modules.ts";
export { isOfHarness, layOutCall, subjectSource, userSubjectFolder } from "./lay-out-call.ts";
export { mergeVariables } from "./merge-variables.ts";
export { type Inputs, moduleBlocks, subjectBlockSource, subjectFolder, tokenByVariable } from "./module-block.ts";
export { checkTexts } from "./texts.ts";
export type { UserTemplate } from "./user-template.ts";
