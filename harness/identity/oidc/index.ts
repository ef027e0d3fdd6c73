export type { Issuer, IssuerOptions } from "./issuer.ts";
export { answerOutage, type Outage } from "./outage.ts";
