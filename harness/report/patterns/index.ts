export { type CellDemand, type CellPattern, cellDemandSchema, cellPatternSchema, isMeant } from "./cell.ts";
export { isNamed } from "./requirement.ts";
