export { doubtsAbout } from "./genuine.ts";
export { gapsInIsolation, type IsolationLevel } from "./isolation.ts";
export { provenanceOf } from "./words.ts";
