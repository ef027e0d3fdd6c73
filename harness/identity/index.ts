export {
  type CertificateAuthority,
  createCertificateAuthority,
  type ServerCertificate,
} from "./certificate-authority.ts";
export { decodeClaims } from "./decode-claims.ts";
export type { Forgery } from "./forgery.ts";
export { type AccessTokenOptions, createIssuer, type Issuer } from "./issuer.ts";
export type { Claims, JsonValue } from "./json.ts";
export { createKeyServer, type KeyServer } from "./key-server.ts";
export type { Outage } from "./outage.ts";
export { type ReadmeValues, readmeClaims } from "./readme-claims.ts";
export type { Person } from "./sign-in.ts";
export { createSigner, type Signer } from "./signer.ts";
export type { SigningAlgorithm } from "./signing-keys.ts";
export { createTlsServer, type TlsServer } from "./tls-server.ts";
