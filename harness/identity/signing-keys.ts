import { createPublicKey } from "node:crypto";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, importPKCS8, importSPKI, type JWK } from "jose";

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
  return await describe(alg, await generateKeyPair(alg, { extractable: true }));
}

/** Takes an RSA key that was made before, PKCS #8 in PEM. */
export async function rsaSigningKey(pem: string): Promise<SigningKey> {
  const publicPem = createPublicKey(pem).export({ type: "spki", format: "pem" }).toString();
  const [privateKey, publicKey] = await Promise.all([
    importPKCS8(pem, "RS256", { extractable: true }),
    importSPKI(publicPem, "RS256", { extractable: true }),
  ]);
  return await describe("RS256", { privateKey, publicKey });
}

async function describe(
  alg: SigningAlgorithm,
  { privateKey, publicKey }: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey },
): Promise<SigningKey> {
  const kid = `${alg.toLowerCase()}-${crypto.randomUUID()}`;
  const [jwk, publicPem] = await Promise.all([exportJWK(publicKey), exportSPKI(publicKey)]);
  return { kid, privateKey, publicJwk: { ...jwk, kid, alg, use: "sig" }, publicPem };
}
