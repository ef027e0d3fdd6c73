export { type CellDemand, cellDemandSchema, cellPatternSchema, isMeant } from "./cells.ts";
export { isSatisfiable } from "./programs.ts";
export { isNamed } from "./requirements.ts";
