export { type CellPattern, cellPatternSchema, isMeant } from "./cell.ts";
export { isNamed } from "./requirement.ts";
