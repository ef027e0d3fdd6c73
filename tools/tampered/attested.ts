import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { keyIdOf } from "../../harness/attestation/envelope.ts";
import {
  type Algorithm,
  type Expected,
  generatePair,
  type Manifest,
  type Statement,
  signEnvelope,
  statementBytes,
  statementOf,
} from "../../harness/attestation/index.ts";
import { genuineCell, now } from "./sample.ts";

export const files: readonly { readonly name: string; readonly sha256: string }[] = [
  { name: "main.tf", sha256: "a".repeat(64) },
  { name: "run.sh", sha256: "b".repeat(64) },
];
export const policy: string = "c".repeat(64);

export interface Pair {
  readonly private: KeyObject;
  readonly public: KeyObject;
  readonly id: string;
}

export function pair(algorithm: Algorithm = "ed25519"): Pair {
  const made = generatePair(algorithm);
  const publicKey = createPublicKey(made.public);
  return { private: createPrivateKey(made.private), public: publicKey, id: keyIdOf(publicKey) };
}

export const statement: Statement = statementOf({
  module: { name: "vault-jwt", files, version: "1.2.3" },
  policy: { name: "sample", sha256: policy },
  harness: { name: "vault-jwt-conformance", version: "0.1.0", files: [{ name: "cli.ts", sha256: "d".repeat(64) }] },
  cells: [genuineCell("bao")],
  reports: [{ sha256: "e".repeat(64), startedAt: "2026-03-10T11:00:00.000Z" }],
  passed: ["LOGIN-01 logs-in [oidc] on bao", "LOGIN-01 logs-in [custom] on bao"],
  waived: [],
  unsupported: ["NS-01 logs-in [none] on bao"],
  skipped: [],
  url: "https://ci.example.com/runs/1",
});

/** The digest of the report that {@link manifest} is about. */
export const reportSha256: string = "e".repeat(64);

export const manifest: Manifest = {
  files: [
    { name: "report.json", sha256: reportSha256, size: 12 },
    { name: "junit.xml", sha256: "f".repeat(64), size: 13 },
  ],
  tool: { name: "vault-jwt-conformance", version: "0.1.0" },
  startedAt: "2026-03-10T11:00:00.000Z",
  digest: `h1:${"A".repeat(43)}=`,
};

/** The text of an attestation that a key has signed. */
export function signed(by: Pair, what: unknown = statement): string {
  return JSON.stringify(signEnvelope(Buffer.from(JSON.stringify(what)), by.private, by.id), null, 2);
}

/** What a sound attestation of the key satisfies. */
export function expectedOf(by: Pair, changes: Partial<Expected> = {}): Expected {
  const day = 86_400_000;
  return { key: by.public, keyid: by.id, files, policy, maxAge: day, now, clockSkew: 300_000, ...changes };
}

/** The statement's own bytes, as the gate writes them. */
export const bytes: Buffer = statementBytes(statement);
