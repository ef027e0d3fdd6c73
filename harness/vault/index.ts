export type { AuditedRequest } from "./audit.ts";
export { type BrokenVault, createBrokenVault } from "./broken-vault.ts";
export { accepted, inNamespace, type JsonObject, type VaultClient } from "./client.ts";
export type { ServerProgram } from "./configuration.ts";
export { createGateway, type Gateway } from "./gateway.ts";
export { createRedirectingVault, type RedirectingVault } from "./redirecting-vault.ts";
export { startServer, type VaultServer } from "./server.ts";
