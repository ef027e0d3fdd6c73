export { checkFile, checkModule, isAltered, pullName } from "./check.ts";
export { pinsFile, readPins } from "./readPins.ts";
export type { Pins } from "./schema.ts";
