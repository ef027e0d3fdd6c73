export { buildReport, type ReportInput } from "./build.ts";
export { toolWordsOf, wordOf } from "./cell-words.ts";
export { type Comparison, compareReports, renderComparison } from "./compare/index.ts";
export { contradictionsIn } from "./contradictions.ts";
export { isSource } from "./derived.ts";
export { addToHistory } from "./history/index.ts";
export { renderHtml } from "./html/index.ts";
export { knownJsonSchema, parseKnown, readKnown } from "./known/index.ts";
export { renderMarkdown } from "./markdown/index.ts";
export {
  checkTogether,
  mergeReports,
  type NamedReport,
  type ReportFile,
  readReport,
  readReports,
} from "./merge/index.ts";
export { conforms, exitStatusOf, outcomeOf, verdictOf } from "./outcome.ts";
export { parseReport } from "./parse.ts";
export { leftOutOf, withKnown } from "./partial.ts";
export { doubtsAbout, gapsInIsolation, type IsolationLevel, provenanceOf } from "./provenance/index.ts";
export { type ConsoleOptions, renderConsole, renderMetrics, rerunCommand } from "./render/index.ts";
export { cellSchema, reportedTemplateSchema, reportJsonSchema, reportSchema } from "./schema.ts";
export {
  type Contents,
  checkReportFolder,
  type HeldFolder,
  holdFolder,
  reportFiles,
  type Writing,
  type WrittenFile,
  writeFiles,
  writeReports,
} from "./write/index.ts";
export { renderBadge, renderJUnit } from "./xml/index.ts";
