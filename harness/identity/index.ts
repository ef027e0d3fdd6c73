import type { Issuer, IssuerOptions } from "./oidc/index.ts";

export { type CertificateAuthority, createCertificateAuthority } from "./certificate-authority.ts";
export { decodeClaims } from "./decode-claims.ts";
export type { Forgery } from "./forgery.ts";
export type { ClaimChanges, Claims } from "./json.ts";
export { createKeyServer, type KeyServer } from "./key-server.ts";
export type { Issuer } from "./oidc/index.ts";
export { readmeClaims } from "./readme-claims.ts";
export { createSigner, type Signer } from "./signer.ts";
export type { SigningAlgorithm } from "./signing-keys.ts";
export { createTlsServer } from "./tls-server.ts";

/** See issuer.ts: it rests on a large library, which is loaded only where it is used. */
export async function createIssuer(options: IssuerOptions): Promise<Issuer> {
  return await (await import("./oidc/issuer.ts")).createIssuer(options);
}
