export { mergeReports } from "./merge.ts";
export { type NamedReport, readReport, readReports } from "./read.ts";
export { checkTogether } from "./together.ts";
