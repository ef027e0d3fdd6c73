import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generatePair, readPrivateKey, readPublicKey } from "../../harness/attestation/index.ts";

const ed = generatePair("ed25519");
const ec = generatePair("ecdsa-p256");
const sec1 = createPrivateKey(ec.private).export({ type: "sec1", format: "pem" });
const jwk = (pem: string) => JSON.stringify(createPrivateKey(pem).export({ format: "jwk" }));
const publicJwk = (pem: string) => JSON.stringify(createPublicKey(pem).export({ format: "jwk" }));
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export({ type: "pkcs8", format: "pem" });
const locked = createPrivateKey(ed.private).export({
  type: "pkcs8",
  format: "pem",
  cipher: "aes-256-cbc",
  passphrase: "x",
});

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gate-keys-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(text: string | Buffer, mode = 0o600): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.pem`);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

describe("a private key", () => {
  test.each([
    ["PEM, ed25519", ed.private, ed.public],
    ["PEM, P-256", ec.private, ec.public],
    ["PEM as openssl ecparam writes it", sec1, ec.public],
    ["JWK, ed25519", jwk(ed.private), publicJwk(ed.public)],
    ["JWK, P-256", jwk(ec.private), publicJwk(ec.public)],
  ])("is read as %s, and has its public key's id", async (_, secret, open) => {
    const [read, other] = [await readPrivateKey(await fileOf(secret)), await readPublicKey(await fileOf(open))];

    expect(read).toMatchObject({ id: other.id, warnings: [] });
  });

  test.each([0o644, 0o640, 0o660])("that others may read (%o) is taken with a warning", async (mode) => {
    const { warnings } = await readPrivateKey(await fileOf(ed.private, mode));

    expect(warnings).toEqual([expect.stringMatching(/is not private to its owner: run `chmod 600` on it\.$/)]);
  });

  test.each([
    ["key.wrong-type", "RSA", rsa],
    ["key.wrong-type", "P-384", p384],
    ["key.wrong-type", "a secret as JWK", JSON.stringify({ kty: "oct", k: "AAAA" })],
    ["key.passphrase", "one with a passphrase", locked],
    ["key.passphrase", "an older one with a passphrase", "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"],
    ["key.not-private", "a public one", ed.public],
    ["key.not-private", "a public one as JWK", publicJwk(ec.public)],
    ["key.unreadable", "no key", "hello"],
    ["key.unreadable", "an empty file", ""],
    ["key.unreadable", "a damaged one", ed.private.replace(/\n.{20}/, "\n")],
    ["key.unreadable", "a JWK without a type", '{"d": "AAAA"}'],
    ["key.unreadable", "a JWK that is damaged", '{"kty": "OKP", "crv": "Ed25519", "d": "AA"}'],
    ["key.too-large", "a large file", "x".repeat(100_000)],
  ])("%s: %s is refused", async (code, _, text) => {
    await expect(readPrivateKey(await fileOf(text))).rejects.toMatchObject({ code, status: 2 });
  });

  test("that is missing, a folder or a pipe is refused", async () => {
    const pipe = join(folder, "pipe");
    await execa("mkfifo", [pipe]);
    const codes = [join(folder, "none"), folder, pipe].map((path) => readPrivateKey(path).catch(({ code }) => code));

    expect(await Promise.all(codes)).toEqual(["key.missing", "key.not-a-file", "key.not-a-file"]);
  });
});

test.each([
  ["key.not-public", ed.private],
  ["key.not-public", jwk(ec.private)],
  ["key.wrong-type", createPublicKey(rsa).export({ type: "spki", format: "pem" })],
  ["key.unreadable", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
])("a public key: %s", async (code, text) => {
  await expect(readPublicKey(await fileOf(text))).rejects.toMatchObject({ code, status: 2 });
});
