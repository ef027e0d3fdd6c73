export { type Agent, type Answer, startAgent } from "./agent.ts";
export type { Interruption } from "./signals.ts";
