import type { Attack } from "../attack.ts";

const edits: Readonly<Record<string, readonly [tries: string, act: string]>> = {
  "another-payload": [
    "Changes what an attestation says.",
    "edit attestation.json 'const s = JSON.parse(Buffer.from(it.payload, `base64`)); s.predicate.changed = 1; it.payload = Buffer.from(JSON.stringify(s)).toString(`base64`)'",
  ],
  "another-type": [
    "Changes what kind of statement was signed.",
    "edit attestation.json 'it.payloadType = `application/json`'",
  ],
  "another-signer": ["Signs the statement with another key, under the name of the first.", "resign other.pem ''"],
  "another-signer-for-other-files": [
    "Signs a statement about other files with another key.",
    "echo >> vault-jwt/run.sh; resign other.pem 'it.subject = []'",
  ],
  "no-signature": ["Takes the signatures away.", "edit attestation.json 'it.signatures = []'"],
  "signature-of-zeros": [
    "Has a signature of zeros.",
    "edit attestation.json 'it.signatures[0].sig = Buffer.alloc(64).toString(`base64`)'",
  ],
  "two-payloads": ["Has a payload twice.", 'sed -i \'s/"payload"/"payload":"e30=","payload"/\' attestation.json'],
  "no-subject": ["Signs that it is about no file, with the right key.", "resign key.pem 'it.subject = []'"],
  "refused-but-signed": [
    "Signs a statement of another kind with the right key.",
    "resign key.pem 'it.predicateType = `https://example.com/other`'",
  ],
  "an-old-one": [
    "Signs a statement about an old run with the right key.",
    "resign key.pem 'for (const r of it.predicate.reports ?? []) r.startedAt = `2020-01-01T00:00:00.000Z`; if (it.predicate.timeVerified) it.predicate.timeVerified = `2020-01-01T00:00:00.000Z`'",
  ],
  "a-link": ["Is a link to an endless device.", "ln -sf /dev/zero attestation.json"],
  "a-pipe": ["Is a pipe.", "rm attestation.json; mkfifo attestation.json"],
};

/** Attestations that nobody made, or that are about something else. */
export const attestationAttacks: readonly Attack[] = Object.entries(edits).map(([name, [tries, act]]) => ({
  name: `attestation-${name}`,
  tries,
  mustNot: "`verify` holds.",
  act,
  command: "verify --max-age 1d",
}));
