export { endProcessTree } from "./end-process-tree.ts";
export type { ReaperOrder } from "./reaper.ts";
export { leftAtDaemon, removeRun } from "./remove-run.ts";
