export { type HeldFolder, holdFolder } from "./held-folder.ts";
export { type Writing, type WrittenFile, writeFiles } from "./write-files.ts";
export { checkReportFolder, reportFiles, writeReports } from "./write-reports.ts";
