export { decide } from "./decide.ts";
export { parsePolicy } from "./parsePolicy.ts";
export { policyJsonSchema, policySchema } from "./policySchema.ts";
export { parseReports, type ReadReport, readReports } from "./readReports.ts";
export { clockSkew, type GivenReport, type Signature } from "./reasonsOfReports.ts";
export { renderDecision, renderExplanation } from "./render.ts";
export type * from "./types.ts";
