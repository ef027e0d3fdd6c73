export { claimOfLogin } from "./claims.ts";
export { distinctivePart, holdsText, linesBeyond } from "./log-texts.ts";
