import type { KeyObject } from "node:crypto";
import { digestOf, type SubjectFile } from "../subject/index.ts";
import { named } from "../text/index.ts";
import { isSignedBy, parseEnvelope, payloadOf, payloadType } from "./envelope.ts";
import { remarksOn } from "./remarks.ts";
import { describes, dirHashOf, parseStatement } from "./statement.ts";
import type { Statement } from "./types.ts";

/** What an attestation is held against. */
export interface Expected {
  readonly key: KeyObject;
  readonly keyid: string;
  /** Of the module that is here. */
  readonly files: readonly SubjectFile[];
  /** SHA-256 of the policy's file; without it any policy will do. */
  readonly policy?: string;
  /** In milliseconds; without it any age will do. */
  readonly maxAge?: number;
  readonly now: Date;
  /** By how many milliseconds clocks may differ. */
  readonly clockSkew: number;
}

/** One thing that was looked at. */
export interface Check {
  readonly what: "signature" | "subject" | "result" | "policy" | "age";
  readonly holds: boolean;
  /** What was found, in a sentence. */
  readonly found: string;
}

/**
 * Holds an attestation against a key, a module, a policy and a date. Where the signature is not the key's own nothing else
 * is looked at: whatever it says would be anyone's word.
 * @throws WrongInput `attestation.not-json`, `attestation.malformed`
 */
export function verifyAttestation(text: string, where: string, expected: Expected): readonly Check[] {
  const envelope = parseEnvelope(text, where);
  const signature = checkSignature(envelope, expected);
  if (!signature.holds) return [signature];
  const statement = parseStatement(payloadOf(envelope), named(where));
  return [
    signature,
    checkSubject(statement, expected.files),
    checkResult(statement),
    checkPolicy(statement, expected.policy),
    checkAge(statement, expected),
  ];
}

/**
 * What a reader of an attestation should know of the runs that it rests on, a sentence each. It is the signer's word: ask for
 * it only where {@link verifyAttestation} found that the signature holds.
 * @throws WrongInput `attestation.not-json`, `attestation.malformed`
 */
export function remarksIn(text: string, where: string): readonly string[] {
  return remarksOn(parseStatement(payloadOf(parseEnvelope(text, where)), named(where)));
}

function checkSignature(envelope: ReturnType<typeof parseEnvelope>, { key, keyid }: Expected): Check {
  const is = (holds: boolean, found: string): Check => ({ what: "signature", holds, found });
  if (envelope.payloadType !== payloadType)
    return is(false, `The payload has the wrong type: ${named(envelope.payloadType)}.`);
  if (envelope.signatures.length === 0) return is(false, "It has no signature.");
  if (!isSignedBy(envelope, key, keyid))
    return is(false, `No signature matches the key ${keyid}. Other checks were skipped.`);
  return is(true, `The key ${keyid} signed it.`);
}

const shownFiles = 5;

function checkSubject({ subject }: Statement, files: readonly SubjectFile[]): Check {
  const is = (holds: boolean, found: string): Check => ({ what: "subject", holds, found });
  const folders = subject.filter(({ digest }) => digest.dirHash !== undefined);
  const attested = new Map(
    subject.flatMap(({ name, digest }) => (digest.sha256 === undefined ? [] : [[name, digest.sha256]])),
  );
  const here = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const differences = [
    ...[...here].filter(([name]) => !attested.has(name)).map(([name]) => `${named(name)} is not attested`),
    ...[...attested].filter(([name]) => !here.has(name)).map(([name]) => `${named(name)} is missing here`),
    ...[...here]
      .filter(([name, sha256]) => (attested.get(name) ?? sha256) !== sha256)
      .map(([name]) => `${named(name)} differs`),
  ];
  if (differences.length > 0) {
    const more = differences.length - shownFiles;
    const listed = differences.slice(0, shownFiles).join(", ") + (more > 0 ? ` and ${more} more` : "");
    return is(false, `The module here is not the attested one: ${listed}.`);
  }
  if (folders.length === 0 || folders.some(({ digest }) => digest.dirHash !== dirHashOf(files)))
    return is(false, `The module here is not the attested one: its digest is ${digestOf(files)}.`);
  return is(true, `It is about this module: ${digestOf(files)}, ${files.length} files.`);
}

function checkResult({ predicate }: Statement): Check {
  const { result, passedTests, warnedTests, failedTests } = predicate;
  const counts = `${passedTests.length} passed, ${warnedTests.length} waived, ${failedTests.length} failed`;
  const holds = result !== "FAILED" && failedTests.length === 0 && passedTests.length > 0;
  return { what: "result", holds, found: `${result}: ${counts}.` };
}

function checkPolicy({ predicate }: Statement, due: string | undefined): Check {
  const digests = predicate.configuration
    .filter(({ name }) => name === describes.policy)
    .map(({ digest }) => digest.sha256);
  const used = digests.join(", ") || "none";
  if (due === undefined) return { what: "policy", holds: digests.length === 1, found: `Not compared: sha256 ${used}.` };
  const holds = digests.length === 1 && digests[0] === due;
  return {
    what: "policy",
    holds,
    found: holds ? `The expected one: sha256 ${used}.` : `Another one: sha256 ${used}, not ${due}.`,
  };
}

const day = 86_400_000;

function checkAge({ predicate }: Statement, { maxAge, now, clockSkew }: Expected): Check {
  const is = (holds: boolean, found: string): Check => ({ what: "age", holds, found });
  const starts = predicate.configuration
    .filter(({ name }) => name === describes.report)
    .map(({ annotations }) => annotations?.startedAt);
  const times = starts.map((start) => Date.parse(start ?? ""));
  if (times.length === 0 || times.some(Number.isNaN)) return is(false, "It does not say when the runs started.");
  const oldest = new Date(Math.min(...times)).toISOString();
  if (Math.max(...times) - now.getTime() > clockSkew)
    return is(false, `A run is from the future: ${new Date(Math.max(...times)).toISOString()}.`);
  const age = now.getTime() - Math.min(...times);
  const found = `The oldest run started at ${oldest}, ${Math.max(0, Math.floor(age / day))} days ago`;
  if (maxAge === undefined) return is(true, `${found}; the age was not checked.`);
  return is(age <= maxAge, age <= maxAge ? `${found}.` : `${found}: too old.`);
}
