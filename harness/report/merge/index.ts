export { mergeReports } from "./merge.ts";
export { type NamedReport, type ReportFile, readReport, readReports, reportAt } from "./read.ts";
export { checkTogether } from "./together.ts";
