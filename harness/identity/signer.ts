import { type JSONWebKeySet, SignJWT } from "jose";
import { type Forgery, forge } from "./forgery.ts";
import type { Claims } from "./json.ts";
import { generateSigningKey, rsaSigningKey, type SigningAlgorithm, type SigningKey } from "./signing-keys.ts";

/** Signs custom tokens, as the README's Terraform example does, and forges ones that must be refused. */
export interface Signer {
  /** The RSA key's public half, PEM: what the README has the administrator give to Vault. */
  readonly publicKeyPem: string;
  /** The public half of each algorithm's key, PEM. */
  readonly publicKeys: Readonly<Record<SigningAlgorithm, string>>;
  /** The public half of the key that forgers use and no server should trust, PEM. */
  readonly strangersPublicKey: string;
  /** All public keys (RFC 7517). */
  readonly jwks: JSONWebKeySet;
  /** Signs exactly the given claims: nothing is added, no `exp` and no `iat` either. Default: RS256. */
  sign(claims: Claims, options?: { readonly alg?: SigningAlgorithm }): Promise<string>;
  /** Makes a token with these claims that a careful server refuses for the named reason. */
  forge(forgery: Forgery, claims: Claims): Promise<string>;
}

/** RSA keys that were made before, PKCS #8 in PEM. */
export interface SignerKeys {
  readonly signer: string;
  readonly stranger: string;
}

/** Makes a signer with a fresh key for each algorithm, or with RSA keys that were made before. */
export async function createSigner(made?: SignerKeys): Promise<Signer> {
  const rsa = (pem: string | undefined) => (pem === undefined ? generateSigningKey("RS256") : rsaSigningKey(pem));
  const [RS256, ES256, EdDSA, stranger] = await Promise.all([
    rsa(made?.signer),
    generateSigningKey("ES256"),
    generateSigningKey("EdDSA"),
    rsa(made?.stranger),
  ]);
  const keys = { RS256, ES256, EdDSA };
  return {
    publicKeyPem: RS256.publicPem,
    publicKeys: { RS256: RS256.publicPem, ES256: ES256.publicPem, EdDSA: EdDSA.publicPem },
    strangersPublicKey: stranger.publicPem,
    jwks: { keys: Object.values(keys).map((key) => key.publicJwk) },
    sign: (claims, { alg = "RS256" } = {}) => signWith(keys[alg], alg, claims),
    forge: (forgery, claims) => forge(forgery, claims, { genuine: RS256, stranger }),
  };
}

function signWith(key: SigningKey, alg: SigningAlgorithm, claims: Claims): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, kid: key.kid, typ: "JWT" }).sign(key.privateKey);
}
