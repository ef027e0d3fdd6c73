import { checkManifest, signEnvelope, signedManifest, verifyAttestation } from "../../harness/attestation/index.ts";
import { HarnessError } from "../../harness/errors/index.ts";
import type { CellDemand } from "../../harness/gate/index.ts";
import { decide, type Policy, parseReports } from "../../harness/gate/index.ts";
import { type Random, randomFrom } from "../chance.ts";
import { bytes, expectedOf, manifest, type Pair, pair, reportSha256 } from "./attested.ts";
import { catalogue, digest, genuineCell, now, reportOf, results, samplePolicy } from "./sample.ts";
import {
  duplicatedName,
  flippedBit,
  type Json,
  reordered,
  withOneChanged,
  withOneTwice,
  withoutOne,
} from "./tampering.ts";

/** What was tried, by the way of tampering, and what was let through. */
export interface Tried {
  readonly counts: Readonly<Record<string, number>>;
  readonly accepted: readonly string[];
}

type Way = readonly [string, (random: Random) => string | Buffer];

const keys: Pair = pair("ed25519");
const strangers: readonly [Pair, Pair] = [pair("ed25519"), pair("ecdsa-p256")];
const sound = signEnvelope(bytes, keys.private, keys.id);
const soundText = JSON.stringify(sound, null, 2);
const statement: Json = JSON.parse(bytes.toString());

/** The envelope with another payload below the same signature. */
function around(payload: string | Buffer): string {
  return JSON.stringify({ ...sound, payload: Buffer.from(payload).toString("base64") });
}

function signedBy(stranger: Pair, keyid: string): string {
  return JSON.stringify(signEnvelope(bytes, stranger.private, keyid));
}

const types = [
  "application/json",
  "application/vnd.in-toto+json ",
  "application/vnd.in-toto.test-result+json",
  "",
] as const;
const ways: readonly [Way, ...Way[]] = [
  ["a flipped bit of the file", (random) => flippedBit(soundText, random)],
  ["a flipped bit of the payload", (random) => around(flippedBit(bytes, random))],
  ["something taken out", (random) => around(JSON.stringify(withoutOne(statement, random)))],
  ["something there twice", (random) => around(JSON.stringify(withOneTwice(statement, random)))],
  ["something changed", (random) => around(JSON.stringify(withOneChanged(statement, random)))],
  ["names in another order", (random) => around(reordered(statement, random))],
  ["a name there twice in the statement", (random) => around(duplicatedName(statement, random))],
  ["a name there twice in the envelope", (random) => duplicatedName(JSON.parse(soundText), random)],
  ["another type", (random) => JSON.stringify({ ...sound, payloadType: random.oneOf(types) })],
  ["another key or algorithm", (random) => signedBy(random.oneOf(strangers), random.oneOf([keys.id, strangers[0].id]))],
  ["another spelling of the signature", respelt],
  ["no signature", () => JSON.stringify({ ...sound, signatures: [] })],
  [
    "a shorter signature",
    (random) => JSON.stringify({ ...sound, signatures: [{ keyid: keys.id, sig: shortened(random) }] }),
  ],
];

/** The same signature, but for bits at its end that no byte takes up. */
function respelt(random: Random): string {
  const [{ sig } = { sig: "" }] = sound.signatures;
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const at = sig.length - 3;
  const letter = letters[letters.indexOf(sig[at] ?? "") + 1 + random.below(15)];
  const spelt = `${sig.slice(0, at)}${letter}==`;
  return JSON.stringify({ ...sound, signatures: [{ keyid: keys.id, sig: spelt }] });
}

function shortened(random: Random): string {
  const [{ sig } = { sig: "" }] = sound.signatures;
  return Buffer.from(sig, "base64").subarray(0, random.below(64)).toString("base64");
}

const own = { key: keys.public, id: keys.id };
const manifestText = signedManifest(manifest, { key: keys.private, id: keys.id });
const envelope = JSON.parse(manifestText);
const manifestBytes = Buffer.from(envelope.payload, "base64");
const files: Json = JSON.parse(manifestBytes.toString());

function aroundFiles(payload: string | Buffer): string {
  return JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString("base64") });
}

function filesSignedBy(stranger: Pair, id: string): string {
  return signedManifest(manifest, { key: stranger.private, id });
}

const manifestWays: readonly [Way, ...Way[]] = [
  ["a flipped bit of the file", (random) => flippedBit(manifestText, random)],
  ["a flipped bit of the payload", (random) => aroundFiles(flippedBit(manifestBytes, random))],
  ["something taken out", (random) => aroundFiles(JSON.stringify(withoutOne(files, random)))],
  ["something there twice", (random) => aroundFiles(JSON.stringify(withOneTwice(files, random)))],
  ["something changed", (random) => aroundFiles(JSON.stringify(withOneChanged(files, random)))],
  ["names in another order", (random) => aroundFiles(reordered({ ...Object(files) }, random))],
  ["a name there twice in the envelope", (random) => duplicatedName(envelope, random)],
  ["another type", (random) => JSON.stringify({ ...envelope, payloadType: random.oneOf(types) })],
  ["another key or algorithm", (random) => filesSignedBy(random.oneOf(strangers), random.oneOf([keys.id, "0"]))],
  ["an attestation in its place", () => soundText],
  ["no signature", () => JSON.stringify({ ...envelope, signatures: [] })],
  ["a signature of something else", () => aroundFiles(bytes)],
];

/** Tries so many tampered attestations, and says which of them `verify` would take. */
export function tryAttestations(count: number, seed: number): Tried {
  return tryAll(ways, count, seed, (text) => {
    if (text.toString() === soundText) return false;
    const checks = verifyAttestation(text.toString(), "a.json", expectedOf(keys));
    return checks.every(({ holds }) => holds);
  });
}

/** Tries so many tampered manifests of a report's files, and says which of them the gate would take for a signature. */
export function tryManifests(count: number, seed: number): Tried {
  return tryAll(manifestWays, count, seed, (text) => {
    if (text.toString() === manifestText) return false;
    return "signedBy" in checkManifest(text.toString(), "manifest.json", { sha256: reportSha256, keys: [own] });
  });
}

const bao: CellDemand = { server: "openbao@2.7.2", terraform: "terraform@1.11.4", agent: "debian" };
const cells = { bao: { ...bao, origin: "genuine", isolation: "complete" } } as const;
const policy: Policy = samplePolicy({ cells, require: [{ profiles: ["core", "namespaces"] }] });
const passing: Json = JSON.parse(JSON.stringify(reportOf(results(), { cells: [genuineCell("bao")] })));
const refused: Json = JSON.parse(JSON.stringify(reportOf(results({ "LOGIN-06": { outcome: "fail" } }))));

function accepts(bytes: Buffer): boolean {
  const reports = parseReports([{ where: "report.json", bytes }], catalogue);
  return decide({ policy, reports, catalogue, subject: { digest, version: "1.2.3" }, now }).accepted;
}

/** Whatever the name is: people and programs would read different reports. */
const twice = "a name there twice";

function reportWays(report: Json): readonly [Way, ...Way[]] {
  const text = JSON.stringify(report, null, 2);
  return [
    ["a flipped bit", (random) => flippedBit(text, random)],
    ["something taken out", (random) => JSON.stringify(withoutOne(report, random))],
    ["something there twice", (random) => JSON.stringify(withOneTwice(report, random))],
    ["something changed", (random) => JSON.stringify(withOneChanged(report, random))],
    ["names in another order", (random) => reordered(report, random)],
    [twice, (random) => duplicatedName(report, random)],
  ];
}

/** Tries so many tampered reports of a run that failed, and says which of them the gate would take. */
export function tryRefusedReports(count: number, seed: number): Tried {
  return tryAll(reportWays(refused), count, seed, (text) => accepts(Buffer.from(text)));
}

/**
 * Tries so many tampered reports of a run that passed, and says which of them the gate would take although what the decision rests on
 * is not in them any more. A new spelling of the same, or another duration, is none of its business.
 */
export function tryPassingReports(count: number, seed: number): Tried {
  const due = JSON.stringify(basis(passing));
  return tryAll(reportWays(passing), count, seed, (text, what) => {
    const bytes = Buffer.from(text);
    if (!accepts(bytes)) return false;
    return what === twice || JSON.stringify(basis(JSON.parse(bytes.toString()))) !== due;
  });
}

/** What the decision rests on. The version may be left out: the digest binds the report to the module. */
function basis(report: Json): unknown {
  const { schemaVersion, subject, cells, requirements, failures, summary } = Object(report);
  const { digest, version = "1.2.3" } = Object(subject);
  return [
    schemaVersion,
    digest,
    version,
    cells.map(basisOfCell),
    requirements
      .map(({ id, title, profile, outcome, results }: Record<string, Json>) => [
        ...[id, title, profile, outcome],
        Array.isArray(results)
          ? results.map((one) => ["scenario", "token", "cell", "outcome"].map((name) => Object(one)[name]))
          : [],
      ])
      .sort(),
    failures,
    ["passed", "failed", "unsupported", "error", "blocked"].map((name) => Object(summary)[name]),
  ];
}

/** What is genuine does not hang on which of the ways that verify it was fetched. */
function basisOfCell(cell: Json): unknown {
  const { id, runtime, server, cli, terraform, agent, isolation, overrides = [] } = Object(cell);
  const isFetched = ({ origin }: { readonly origin?: string }) =>
    ["release", "package", "source"].includes(origin ?? "");
  return [
    ...[id, runtime, server.name, server.version, terraform.name, terraform.version, agent],
    ...[isFetched(server), isFetched(cli), isolation?.terraform === "unsandboxed", isolation === undefined, overrides],
  ];
}

function tryAll(
  ways: readonly [Way, ...Way[]],
  count: number,
  seed: number,
  isAccepted: (text: string | Buffer, what: string) => boolean,
): Tried {
  const random = randomFrom(seed);
  const counts: Record<string, number> = {};
  const accepted: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const [what, tamper] = random.oneOf(ways);
    const text = tamper(random);
    counts[what] = (counts[what] ?? 0) + 1;
    if (isTaken(() => isAccepted(text, what))) accepted.push(`${what} (seed ${seed}, number ${at}):\n${text}`);
  }
  return { counts, accepted };
}

/** A refusal is an answer; any other error would be a way to bring the gate down. */
function isTaken(accepted: () => boolean): boolean {
  try {
    return accepted();
  } catch (error) {
    if (error instanceof HarnessError && error.status === 2) return false;
    throw error;
  }
}
