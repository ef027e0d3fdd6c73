import type { Stage } from "../../harness/engine/index.ts";

type Signer = Stage["site"]["signer"];
type Algorithm = keyof Signer["publicKeys"];

type KeySource = "jwks" | "discovery" | "static";
type Configuration = Readonly<Record<string, string | readonly string[]>>;

/** The ways in which a mount can get the keys of the README's custom tokens. */
export function keySources({
  signer,
  authority,
  keyServer,
}: Stage["site"]): Readonly<Record<KeySource, Configuration>> {
  const { url, jwksUrl } = keyServer;
  const ca = authority.certificate;
  return {
    jwks: { jwks_url: jwksUrl, jwks_ca_pem: ca, bound_issuer: url },
    discovery: { oidc_discovery_url: url, oidc_discovery_ca_pem: ca, bound_issuer: url },
    static: { jwt_validation_pubkeys: Object.values(signer.publicKeys), bound_issuer: url },
  };
}

/** The published keys, of these algorithms alone. */
export function keysOf({ jwks }: Signer, ...algorithms: readonly Algorithm[]): Signer["jwks"] {
  return { keys: jwks.keys.filter(({ alg }) => algorithms.some((one) => one === alg)) };
}
