export { checkFile, checkModule, checkProgram, isAltered, pullName } from "./check.ts";
export { pinsFile, readPins } from "./read-pins.ts";
export type { Pins, ProgramPin } from "./schema.ts";
