export { type CertificateAuthority, createCertificateAuthority } from "./certificate-authority.ts";
export { decodeClaims } from "./decode-claims.ts";
export { createIssuer, type Issuer } from "./issuer.ts";
export type { Claims } from "./json.ts";
export { createKeyServer } from "./key-server.ts";
export { readmeClaims } from "./readme-claims.ts";
export { createSigner, type Signer } from "./signer.ts";
export { createTlsServer } from "./tls-server.ts";
