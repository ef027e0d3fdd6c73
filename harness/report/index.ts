export { buildReport, type ReportInput } from "./build.ts";
export { toolWordsOf, wordOf } from "./cell-words.ts";
export { isSource } from "./derived.ts";
export { reportJson } from "./json.ts";
export {
  checkTogether,
  mergeReports,
  type NamedReport,
  type ReportFile,
  readReport,
  readReports,
  reportAt,
} from "./merge/index.ts";
export { parseReport } from "./parse.ts";
export { withKnown } from "./partial.ts";
export { cellSchema, reportedTemplateSchema, reportJsonSchema, reportSchema } from "./schema.ts";
