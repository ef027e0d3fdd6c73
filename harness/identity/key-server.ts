import type { Server } from "node:http";
import type { JSONWebKeySet } from "jose";
import type { CertificateAuthority } from "./certificate-authority.ts";
import { answerOutage, type Outage } from "./oidc/index.ts";
import { createTlsServer } from "./tls-server.ts";

/** Publishes the public keys of custom tokens, for a Vault that gets them by URL or by OIDC discovery. */
export interface KeyServer extends AsyncDisposable {
  /** What `iss` has to be where Vault uses discovery. */
  readonly url: string;
  readonly jwksUrl: string;
  /** Does not listen; see the runtime's `publish`. */
  readonly server: Server;
  /** Method and path of each request, outages included. */
  readonly requests: readonly string[];
  /** Changes what is published from the next request on, until it is disposed. */
  publish(jwks: JSONWebKeySet): Disposable;
  /** Begins an outage, which lasts until it is disposed. */
  outage(outage: Outage): Disposable;
}

/** Makes a key server for one issuer, by default the README's `https://code.example.com`. */
export async function createKeyServer(options: {
  readonly authority: CertificateAuthority;
  readonly jwks: JSONWebKeySet;
  readonly url?: string;
}): Promise<KeyServer> {
  const { authority, url = "https://code.example.com" } = options;
  const jwksUrl = `${url}/.well-known/jwks.json`;
  const requests: string[] = [];
  let { jwks } = options;
  let current: Outage | undefined;
  const find = (path: string): unknown => {
    if (path === "/.well-known/jwks.json") return jwks;
    return path === "/.well-known/openid-configuration" ? discoveryDocument(url, jwksUrl) : undefined;
  };
  const tls = await createTlsServer(authority, [new URL(url).hostname], (request, response) => {
    const { method, url: target = "/" } = request;
    requests.push(`${method} ${target}`);
    if (current !== undefined) return answerOutage(current, response);
    const found = find(target);
    const status = found === undefined ? 404 : 200;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(found ?? {}));
  });
  return {
    url,
    jwksUrl,
    server: tls.server,
    requests,
    publish(next) {
      const before = jwks;
      jwks = next;
      return {
        [Symbol.dispose]() {
          jwks = before;
        },
      };
    },
    outage(outage) {
      current = outage;
      tls.cutOff(outage === "down");
      return {
        [Symbol.dispose]() {
          current = undefined;
          tls.cutOff(false);
        },
      };
    },
    [Symbol.asyncDispose]: () => tls[Symbol.asyncDispose](),
  };
}

/** The members that OpenID Connect Discovery 1.0 requires (section 3). */
function discoveryDocument(url: string, jwksUrl: string): object {
  return {
    issuer: url,
    jwks_uri: jwksUrl,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256", "ES256", "EdDSA"],
  };
}
