export { type Agent, type StartAgent, type Starting, startAgent } from "./agent.ts";
export type { Answer } from "./sessions.ts";
export type { Interruption } from "./signals.ts";
