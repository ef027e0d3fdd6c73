export { isSignedBy, keyIdOf, parseEnvelope, payloadOf, preAuthenticationEncoding, signEnvelope } from "./envelope.ts";
export { type Algorithm, algorithms, generatePair, type ReadKey, readPrivateKey, readPublicKey } from "./keys.ts";
export { type Attested, statementBytes, statementOf } from "./statement.ts";
export type * from "./types.ts";
export { type Check, type Expected, verifyAttestation } from "./verify.ts";
