export { type AgentKind, agentKinds } from "./agent.ts";
export type * from "./cell.ts";
export type { Finding } from "./finding.ts";
export type * from "./json.ts";
export type * from "./program.ts";
