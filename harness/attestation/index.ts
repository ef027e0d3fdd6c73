export { isSignedBy, keyIdOf, parseEnvelope, payloadOf, preAuthenticationEncoding, signEnvelope } from "./envelope.ts";
export { type Algorithm, algorithms, generatePair, type ReadKey, readPrivateKey, readPublicKey } from "./keys.ts";
export {
  checkManifest,
  type Manifest,
  type ManifestCheck,
  manifestFile,
  type NamedKey,
  signedManifest,
} from "./manifest.ts";
export { type Attested, type AttestedReport, statementBytes, statementOf } from "./statement.ts";
export type * from "./types.ts";
export { type Check, type Expected, remarksIn, verifyAttestation } from "./verify.ts";
