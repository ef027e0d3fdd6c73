export { signEnvelope } from "./envelope.ts";
export { type Algorithm, algorithms, generatePair, readPrivateKey, readPublicKey } from "./keys.ts";
export { checkManifest, type Manifest, manifestFile, type NamedKey, signedManifest } from "./manifest.ts";
export { type AttestedReport, statementBytes, statementOf } from "./statement.ts";
export type { Statement } from "./types.ts";
export { type Check, type Expected, remarksIn, verifyAttestation } from "./verify.ts";
