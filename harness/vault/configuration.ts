import type { ServiceSpec } from "../runtime/index.ts";
import type { JsonObject } from "./client.ts";

export type ServerName = "vault" | "openbao";

export interface ServerProgram {
  readonly name: ServerName;
  readonly version: string;
  /** Absolute path of `vault` or `bao`. */
  readonly path: string;
  /** The image that `path` was copied from, and that the server is started from (docker only). */
  readonly image?: string;
}

export interface ServerIdentity {
  readonly hostname: string;
  readonly rootToken: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const port = 8200;

/** A dev server (unsealed, in memory) with TLS at its true name, also where an address has no port, and a unix socket for the harness. */
export function serviceSpec(program: ServerProgram, identity: ServerIdentity): ServiceSpec {
  const tls = { tls_cert_file: "{folder}/server.crt", tls_key_file: "{folder}/server.key" };
  const configuration = {
    api_addr: `https://${identity.hostname}:${port}`,
    listener: [
      { unix: { address: "{folder}/api.sock", tls_disable: true } },
      { tcp: { address: `{address}:${port}`, ...tls } },
      { tcp: { address: "{address}:443", ...tls } },
    ],
    ...(program.name === "openbao" ? declaredAudit : { disable_mlock: true }),
  };
  return {
    hostname: identity.hostname,
    executable: program.path,
    ...(program.image === undefined ? {} : { image: program.image }),
    args: [
      "server",
      "-dev",
      "-dev-no-store-token",
      `-dev-listen-address={address}:${port + 10}`,
      "-config={folder}/server.json",
    ],
    // Everybody on the machine can read arguments.
    environment: { VAULT_DEV_ROOT_TOKEN_ID: identity.rootToken, BAO_DEV_ROOT_TOKEN_ID: identity.rootToken },
    files: {
      "server.json": JSON.stringify(configuration),
      "server.crt": identity.certificate,
      "server.key": identity.privateKey,
    },
    port,
    tls: true,
  };
}

const auditOptions = { file_path: "stdout", log_raw: "true" };

// OpenBao takes audit devices from its configuration only; Vault only by its API.
const declaredAudit = { audit: [{ file: { stdout: { path: "stdout", options: auditOptions } } }] };

export const auditDevice: { readonly path: string; readonly body: JsonObject } = {
  path: "sys/audit/stdout",
  body: { type: "file", options: auditOptions },
};
