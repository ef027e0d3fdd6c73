import { describe, expect, test } from "vitest";
import { checkManifest, signEnvelope, signedManifest } from "../../harness/attestation/index.ts";
import { manifest, type Pair, pair, reportSha256, signed } from "../../tools/tampered/attested.ts";

const own = pair();
const others = [pair(), pair("ecdsa-p256")] as const;
const keyOf = ({ public: key, id }: Pair) => ({ key, id });
const text = signedManifest(manifest, { key: own.private, id: own.id });
const check = (given: string, keys: readonly Pair[] = [own], sha256 = reportSha256) =>
  checkManifest(given, "manifest.json", { sha256, keys: keys.map(keyOf) });
const statement = JSON.parse(Buffer.from(JSON.parse(text).payload, "base64").toString());
const resigned = (changes: object) =>
  JSON.stringify(signEnvelope(Buffer.from(JSON.stringify({ ...statement, ...changes })), own.private, own.id));

describe("a manifest", () => {
  test.each(["ed25519", "ecdsa-p256"] as const)("that %s signed names its key", (algorithm) => {
    const keys = pair(algorithm);

    expect(check(signedManifest(manifest, { key: keys.private, id: keys.id }), [others[0], keys])).toEqual({
      signedBy: keys.id,
    });
  });

  test("is an in-toto statement about the files", () => {
    expect(statement).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      subject: [
        { name: "report.json", digest: { sha256: reportSha256 }, annotations: { size: 12 } },
        { name: "junit.xml" },
      ],
      predicate: { startedAt: manifest.startedAt, module: { digest: manifest.digest } },
    });
  });

  test.each<readonly [string, () => unknown, string]>([
    ["another key", () => check(text, others), "No signature in manifest.json matches a given key: "],
    ["another report", () => check(text, [own], "0".repeat(64)), "is signed, but for another report"],
    ["an attestation under its name", () => check(signed(own)), "is signed, but is about something else"],
    ["no report among its files", () => check(resigned({ subject: [] })), "is signed, but for another report"],
    [
      "two reports among its files",
      () =>
        check(
          resigned({ subject: [...statement.subject, { name: "report.json", digest: { sha256: "0".repeat(64) } }] }),
        ),
      "is signed, but for another report",
    ],
    [
      "the signature taken off",
      () => check(JSON.stringify({ ...JSON.parse(text), signatures: [] })),
      "No signature in manifest.json matches a given key: ",
    ],
    [
      "another type of payload",
      () => check(JSON.stringify({ ...JSON.parse(text), payloadType: "application/json" })),
      "has a payload of the wrong type: application/json.",
    ],
  ])("with %s counts for nothing", (_, result, problem) => {
    expect(result()).toMatchObject({ problem: expect.stringContaining(problem) });
  });

  test.each([
    ["no JSON", "{", "manifest.not-json"],
    ["no envelope", "{}", "manifest.malformed"],
    ["a signed text that is no statement", resigned({ subject: 1 }), "manifest.malformed"],
  ])("that is %s is the caller's mistake", (_, given, code) => {
    expect(() => check(given)).toThrow(expect.objectContaining({ code, status: 2 }));
  });
});
