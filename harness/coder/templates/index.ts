export { type Example, type ExampleRoot, layOutExample, layOutToken } from "./example.ts";
export { fetchModule } from "./fetch-module.ts";
export { installedModules, recordModules } from "./installed-modules.ts";
export { mergeVariables } from "./merge-variables.ts";
export { argumentsOf, type Inputs, moduleBlocks, subjectFolder, tokenByVariable } from "./module-block.ts";
export { checkTexts } from "./texts.ts";
