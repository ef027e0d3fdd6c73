import { createHash, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { WrongInput } from "../errors/index.ts";
import { parseStrictJson } from "../input/index.ts";
import { named } from "../text/index.ts";
import type { Envelope } from "./types.ts";

/** What in-toto statements are called in an envelope. */
export const payloadType = "application/vnd.in-toto+json";

const base64: z.ZodType<string> = z.string().refine(isCanonical, "is not canonical base64");

/** Nothing of an envelope is left unlooked at: what is not signed would else be anyone's to write. */
const envelopeSchema: z.ZodType<Envelope> = z.strictObject({
  payloadType: z.string(),
  payload: base64,
  signatures: z.array(z.strictObject({ keyid: z.string().exactOptional(), sig: base64 })).max(100),
});

/** What is signed: the type and the payload, each with its length (DSSE v1, protocol.md: PAE). */
export function preAuthenticationEncoding(type: string, payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** Signs a statement's bytes. ECDSA signatures are DER with SHA-256, as cosign and in-toto's own libraries have them. */
export function signEnvelope(payload: Buffer, key: KeyObject, keyid: string): Envelope {
  const sig = sign(hashFor(key), preAuthenticationEncoding(payloadType, payload), key);
  return { payloadType, payload: payload.toString("base64"), signatures: [{ keyid, sig: sig.toString("base64") }] };
}

/** Whether at least one signature is the key's own, over exactly this payload and type. */
export function isSignedBy({ payload, payloadType, signatures }: Envelope, key: KeyObject, keyid: string): boolean {
  const signed = preAuthenticationEncoding(payloadType, decode(payload));
  return (
    signatures
      // The id is a hint that anyone may write: it leaves out, and never lets in.
      .filter((one) => (one.keyid ?? keyid) === keyid)
      .some(({ sig }) => verify(hashFor(key), signed, key, decode(sig)))
  );
}

/** Ed25519 brings its own hash; ECDSA has none of its own. */
function hashFor({ asymmetricKeyType }: KeyObject): "sha256" | null {
  return asymmetricKeyType === "ed25519" ? null : "sha256";
}

/** The id of a key: SHA-256 of its public part as DER (SPKI). */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** What an envelope holds: an attestation of the gate, or a manifest of a report's files. */
export type Signed = "attestation" | "manifest";

/**
 * Reads an envelope; `where` is its name for error messages.
 * @throws WrongInput `KIND.not-json`, `KIND.malformed`
 */
export function parseEnvelope(text: string, where: string, kind: Signed = "attestation"): Envelope {
  return shaped(envelopeSchema, text, { what: named(where), shape: "a DSSE envelope", kind });
}

/** The bytes of an envelope's payload. */
export function payloadOf({ payload }: Envelope): Buffer {
  return decode(payload);
}

/** What is read, and what it should be. */
export interface Reading {
  readonly what: string;
  readonly shape: string;
  readonly kind: Signed;
}

const remedies: Readonly<Record<Signed, string>> = {
  attestation: "Give the attestation as the gate wrote it.",
  manifest: "Give the manifest.json as the run wrote it, beside its report.json.",
};

/** Reads JSON of a shape. @throws WrongInput `KIND.not-json`, `KIND.malformed` */
export function shaped<T>(schema: z.ZodType<T>, text: string, { what, shape, kind }: Reading): T {
  const remedy = remedies[kind];
  try {
    const { success, data, error } = schema.safeParse(parseStrictJson(text));
    if (success) return data;
    const mistakes = error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
    const problem = `${what} is not ${shape}: ${mistakes.join("; ")}.`;
    throw new WrongInput(`${kind}.malformed`, problem, remedy, { mistakes });
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new WrongInput(`${kind}.not-json`, `${what} is not valid JSON: ${cause.message}.`, remedy, {}, cause);
  }
}

function decode(text: string): Buffer {
  return Buffer.from(text, "base64");
}

/** DSSE lets a payload be in either alphabet; one text for the same bytes is enough of each. */
function isCanonical(text: string): boolean {
  const bytes = decode(text);
  return text === bytes.toString("base64") || text.replace(/=*$/, "") === bytes.toString("base64url");
}
