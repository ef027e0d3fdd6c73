import { base64url, SignJWT, UnsecuredJWT } from "jose";
import type { Claims } from "./json.ts";
import type { SigningKey } from "./signing-keys.ts";

/**
 * Why a forged token must be refused: a key that the server does not know (under a new or the known `kid`),
 * a payload changed after signing, no signature at all, or an HMAC made with the RSA public key (RFC 8725, section 2.1).
 */
export type Forgery = "unknown-key" | "stolen-kid" | "altered-payload" | "alg-none" | "hs256-with-public-key";

/** The key that the server trusts, and one that it has never seen. */
export interface ForgersKeys {
  readonly genuine: SigningKey;
  readonly stranger: SigningKey;
}

type Forger = (claims: Claims, keys: ForgersKeys) => Promise<string>;

const forgers: Readonly<Record<Forgery, Forger>> = {
  "unknown-key": (claims, { stranger }) => signAs(claims, stranger, stranger.kid),
  "stolen-kid": (claims, { genuine, stranger }) => signAs(claims, stranger, genuine.kid),
  "altered-payload": (claims, { genuine }) => alterPayload(claims, genuine),
  "alg-none": async (claims) => new UnsecuredJWT(claims).encode(),
  "hs256-with-public-key": (claims, { genuine }) => signWithPublicKey(claims, genuine),
};

/** Makes the forged token. */
export function forge(forgery: Forgery, claims: Claims, keys: ForgersKeys): Promise<string> {
  return forgers[forgery](claims, keys);
}

async function signAs(claims: Claims, { privateKey }: SigningKey, kid: string): Promise<string> {
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
