export { followConsole } from "./console.ts";
export { openNetwork } from "./network.ts";
