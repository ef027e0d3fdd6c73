import { EventEmitter, once } from "node:events";
import type { Server } from "node:http";
import { type CertificateAuthority, createTlsServer } from "../identity/index.ts";

/** Stands where a Vault should be, and is none: it answers 503 to everything, or takes requests and never answers. */
export interface BrokenVault extends AsyncDisposable {
  /** Does not listen; see the runtime's `publish`. */
  readonly server: Server;
  readonly names: readonly string[];
  /** What a workspace's VAULT_ADDR is. */
  readonly addresses: { readonly failing: string; readonly silent: string };
  /** Resolves at the next request. */
  requested(): Promise<unknown>;
}

const failing = "failing-vault.example.com";
const silent = "silent-vault.example.com";

export async function createBrokenVault(authority: CertificateAuthority): Promise<BrokenVault> {
  const names = [failing, silent];
  const arrivals = new EventEmitter();
  const tls = await createTlsServer(authority, names, ({ headers }, response) => {
    arrivals.emit("request");
    if (headers.host === silent) return;
    response.writeHead(503, { "content-type": "application/json" }).end('{"errors":["the storage is gone"]}\n');
  });
  return {
    server: tls.server,
    names,
    addresses: { failing: `https://${failing}`, silent: `https://${silent}` },
    requested: () => once(arrivals, "request"),
    [Symbol.asyncDispose]: () => tls[Symbol.asyncDispose](),
  };
}
