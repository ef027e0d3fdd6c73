export { type HeldFolder, holdFolder } from "./heldFolder.ts";
export { type Contents, type Writing, type WrittenFile, writeFiles } from "./writeFiles.ts";
export { checkReportFolder, reportFiles, writeReports } from "./writeReports.ts";
