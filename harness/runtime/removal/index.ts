export type { ReaperOrder } from "./reaper.ts";
export { leftAtDaemon, removeRun } from "./remove-run.ts";
