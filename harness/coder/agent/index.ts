export { type Agent, type Answer, type Starting, startAgent } from "./agent.ts";
export type { Interruption } from "./signals.ts";
