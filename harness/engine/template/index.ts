export { checkStop, type ModuleCall, templateInputs } from "./inputs.ts";
export { blameTemplate, findSuspects, templateScripts, toldIn } from "./suspects.ts";
