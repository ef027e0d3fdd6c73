export type { AuditedRequest } from "./audit.ts";
export type { Json, JsonObject } from "./client.ts";
export type { ServerProgram } from "./configuration.ts";
export { startServer, type VaultServer } from "./server.ts";
