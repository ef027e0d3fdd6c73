import { base64url, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import type { Claims } from "./json.ts";
import type { SigningKey } from "./signing-keys.ts";

/**
 * Why a forged token must be refused: a key that the server does not know (under a new or the known `kid`),
 * a payload changed after signing, no signature at all, or an HMAC made with the RSA public key (RFC 8725, section 2.1).
 */
export type Forgery = "unknown-key" | "stolen-kid" | "altered-payload" | "alg-none" | "hs256-with-public-key";

type Forger = (claims: Claims, genuine: SigningKey) => Promise<string>;

const forgers: Readonly<Record<Forgery, Forger>> = {
  "unknown-key": (claims) => signWithUnknownKey(claims, crypto.randomUUID()),
  "stolen-kid": (claims, genuine) => signWithUnknownKey(claims, genuine.kid),
  "altered-payload": alterPayload,
  "alg-none": async (claims) => new UnsecuredJWT(claims).encode(),
  "hs256-with-public-key": signWithPublicKey,
};

/** Makes the forged token; `genuine` is the key that the server trusts. */
export function forge(forgery: Forgery, claims: Claims, genuine: SigningKey): Promise<string> {
  return forgers[forgery](claims, genuine);
}

async function signWithUnknownKey(claims: Claims, kid: string): Promise<string> {
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid, typ: "JWT" }).sign(privateKey);
}

/** The wanted claims under the signature of other ones. */
async function alterPayload(claims: Claims, { kid, privateKey }: SigningKey): Promise<string> {
  const honest = { ...claims, sub: `not ${claims.sub}` };
  const token = await new SignJWT(honest).setProtectedHeader({ alg: "RS256", kid, typ: "JWT" }).sign(privateKey);
  const [header, , signature] = token.split(".");
  return [header, base64url.encode(JSON.stringify(claims)), signature].join(".");
}

function signWithPublicKey(claims: Claims, { kid, publicPem }: SigningKey): Promise<string> {
  const secret = new TextEncoder().encode(publicPem);
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid, typ: "JWT" }).sign(secret);
}
