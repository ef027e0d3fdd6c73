export { markerName, ownMarker, runMarker } from "./marker.ts";
export { type OpenRun, openRun, removeStaleRuns } from "./run-scope.ts";
export { runOwner } from "./runs-folder.ts";
export { checkSocketPath } from "./temporary-folder.ts";
