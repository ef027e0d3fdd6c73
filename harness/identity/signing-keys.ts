import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK } from "jose";

/** The signature algorithms that Vault's `jwt` method and the requirements name (RFC 7518, RFC 8037). */
export type SigningAlgorithm = "RS256" | "ES256" | "EdDSA";

/** A signing key in the forms in which its users want it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  /** SPKI, as `openssl rsa -pubout` writes it. */
  readonly publicPem: string;
}

/** Makes a key that lives in memory; RSA keys have 2048 bits, for speed. */
export async function generateSigningKey(alg: SigningAlgorithm): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const kid = `${alg.toLowerCase()}-${crypto.randomUUID()}`;
  const [jwk, publicPem] = await Promise.all([exportJWK(publicKey), exportSPKI(publicKey)]);
  return { kid, privateKey, publicJwk: { ...jwk, kid, alg, use: "sig" }, publicPem };
}
