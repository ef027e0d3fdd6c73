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
    `resign key.pem 'Object.assign(it, JSON.parse(JSON.stringify(it).replaceAll(/"startedAt":"[^"]*"/g, "\\"startedAt\\":\\"2020-01-01T00:00:00.000Z\\"")))'`,
  ],
  "a-link": ["Is a link to an endless device.", "ln -sf /dev/zero attestation.json"],
  "a-pipe": ["Is a pipe.", "rm attestation.json; mkfifo attestation.json"],
};

/** What one key signed for one purpose, in the place of what it would sign for another. */
const elsewhere: readonly Attack[] = [
  {
    name: "manifest-for-an-attestation",
    tries: "Gives the signed manifest of a run as an attestation.",
    mustNot: "`verify` holds.",
    act: "cp signed/manifest.json attestation.json",
    command: "conform verify attestation.json --module vault-jwt --key run.pub.pem",
  },
  {
    name: "attestation-for-a-manifest",
    tries: "Gives an attestation as the signed manifest of a run.",
    mustNot: "`gate --require-signed` accepts.",
    act: "cp attestation.json signed/manifest.json",
    command:
      "conform gate signed/report.json --policy policy.yaml --module vault-jwt --require-signed --signer key.pub.pem --signer run.pub.pem",
  },
  {
    name: "no-signer",
    tries: "Wants signed reports, and names nobody's key.",
    mustNot: "The gate accepts what anybody signed.",
    act: "true",
    command: "conform gate signed/report.json --policy policy.yaml --module vault-jwt --require-signed",
  },
];

/** Attestations that nobody made, or that are about something else. */
export const attestationAttacks: readonly Attack[] = [
  ...elsewhere,
  ...Object.entries(edits).map(
    ([name, [tries, act]]): Attack => ({
      name: `attestation-${name}`,
      tries,
      mustNot: "`verify` holds.",
      act,
      command: "verify --max-age 1d",
    }),
  ),
];
