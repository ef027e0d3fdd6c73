export { processRuntime } from "./process/network.ts";
export type * from "./types.ts";
