export type * from "./report.ts";
export type * from "./requirement.ts";
export type * from "./result.ts";
export { isBad } from "./result.ts";
