export type { AuditedRequest, AuditLog } from "./audit.ts";
export type { Answer, Json, JsonObject, VaultClient } from "./client.ts";
export type { ServerName, ServerProgram } from "./configuration.ts";
export { type ServerOptions, startServer, type VaultServer } from "./server.ts";
