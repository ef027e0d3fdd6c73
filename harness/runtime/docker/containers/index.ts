export { openNetwork } from "./network.ts";
