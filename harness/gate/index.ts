export { decide } from "./decide.ts";
export { parsePolicy } from "./parse-policy.ts";
export { policyJsonSchema, policySchema } from "./policy-schema.ts";
export { parseReports, type ReadReport, readReports } from "./read-reports.ts";
export { clockSkew, type GivenReport, type Signature } from "./reasons-of-reports.ts";
export { renderDecision, renderExplanation } from "./render.ts";
export type { CatalogueItem, CellDemand, Decision, Policy, ReadPolicy } from "./types.ts";
