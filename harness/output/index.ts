export { addToHistory } from "./history/index.ts";
export {
  checkReportFolder,
  type HeldFolder,
  holdFolder,
  reportFiles,
  type Writing,
  type WrittenFile,
  writeFiles,
  writeReports,
} from "./write/index.ts";
