export { markerName, runMarker } from "./marker.ts";
export { processRuntime } from "./process/network.ts";
export { requireProcessRuntime } from "./process/requirements.ts";
export { type OpenRun, openRun, removeStaleRuns } from "./runScope.ts";
export { type IsolationLine, surveyIsolation } from "./surveyIsolation.ts";
export { checkSocketPath } from "./temporaryFolder.ts";
export type * from "./types.ts";
