export { runMarker } from "../marker.ts";
export { type OpenRun, openRun, removeStaleRuns } from "./run-scope.ts";
export { checkSocketPath } from "./temporary-folder.ts";
