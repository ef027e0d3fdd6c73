import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { named } from "../text/index.ts";
import { isSignedBy, parseEnvelope, payloadOf, payloadType, shaped, signEnvelope } from "./envelope.ts";

/** What a run says of the files that it wrote. */
export interface Manifest {
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly size: number }[];
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: string;
  /** The `h1:` hash of the module that was judged. */
  readonly digest: string;
}

/** A key that signs, or that signatures are held against. */
export interface NamedKey {
  readonly key: KeyObject;
  readonly id: string;
}

/** The file beside a report that has the signed manifest. */
export const manifestFile = "manifest.json";

/** An attestation has another: nobody can pass the one off as the other, though one key may sign both. */
const predicateType = "https://www.npmjs.com/package/vault-jwt-conformance/report-files/v1";
const statementType = "https://in-toto.io/Statement/v1";
const reportFile = "report.json";

/** An in-toto statement about the files, in a DSSE envelope, as the text of {@link manifestFile}. */
export function signedManifest({ files, tool, startedAt, digest }: Manifest, { key, id }: NamedKey): string {
  const statement = {
    _type: statementType,
    subject: files.map(({ name, sha256, size }) => ({ name, digest: { sha256 }, annotations: { size } })),
    predicateType,
    predicate: { tool, startedAt, module: { digest } },
  };
  return `${JSON.stringify(signEnvelope(Buffer.from(JSON.stringify(statement)), key, id), null, 2)}\n`;
}

const statementSchema = z.looseObject({
  _type: z.literal(statementType),
  predicateType: z.string(),
  subject: z.array(z.looseObject({ name: z.string(), digest: z.looseObject({ sha256: z.string().exactOptional() }) })),
});

/** What came of looking at a manifest: the key that signed it, or why it counts for nothing, in a sentence. */
export type ManifestCheck = { readonly signedBy: string } | { readonly problem: string };

/**
 * Holds a manifest against the keys that count and the digest of a `report.json`; `where` is its name for messages.
 * Nothing of it is looked at before its signature holds.
 * @throws WrongInput `manifest.not-json`, `manifest.malformed`
 */
export function checkManifest(
  text: string,
  where: string,
  { sha256, keys }: { readonly sha256: string; readonly keys: readonly NamedKey[] },
): ManifestCheck {
  const envelope = parseEnvelope(text, where, "manifest");
  if (envelope.payloadType !== payloadType)
    return { problem: `${named(where)} has a payload of the wrong type: ${named(envelope.payloadType)}.` };
  const signer = keys.find(({ key, id }) => isSignedBy(envelope, key, id));
  if (signer === undefined) return { problem: `No signature in ${named(where)} matches a given key: ${idsOf(keys)}.` };
  const what = `The payload of ${where}`;
  const read = { what, shape: "a statement", kind: "manifest" } as const;
  const statement = shaped(statementSchema, payloadOf(envelope).toString("utf8"), read);
  if (statement.predicateType !== predicateType)
    return { problem: `${named(where)} is signed, but is about something else: ${named(statement.predicateType)}.` };
  const [report, ...twins] = statement.subject.filter(({ name }) => name === reportFile);
  if (report === undefined || twins.length > 0 || report.digest.sha256 !== sha256)
    return { problem: `${named(where)} is signed, but for another report: this one has the SHA-256 ${sha256}.` };
  return { signedBy: signer.id };
}

function idsOf(keys: readonly NamedKey[]): string {
  return keys.map(({ id }) => id).join(", ");
}
