export { cellFields, cellPatternSchema, isMeant } from "./cells.ts";
export { type ExcusePlace, isExpired, type Judgement, judge } from "./judge.ts";
export { isSatisfiable } from "./programs.ts";
export { excuseFields, excuseSchema, several } from "./schema.ts";
export { isNamed, listOf, requirementsOf, termsOf, unknownRequirements } from "./words.ts";
