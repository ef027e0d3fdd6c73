export { type CellDemand, cellDemandSchema, cellPatternSchema, isMeant } from "./cell.ts";
export { isNamed } from "./requirement.ts";
