export { checkFile, checkModule, checkProgram, isAltered, pullName } from "./check.ts";
export { pinsFile, readPins } from "./readPins.ts";
export type { Pins, ProgramPin } from "./schema.ts";
