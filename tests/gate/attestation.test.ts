import { createPublicKey, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseEnvelope, payloadOf, preAuthenticationEncoding } from "../../harness/attestation/envelope.ts";
import { type Statement, verifyAttestation } from "../../harness/attestation/index.ts";
import { bytes, expectedOf, files, pair, signed, statement } from "../../tools/tampered/attested.ts";
import { now } from "../../tools/tampered/sample.ts";

const own = pair();
const other = pair();

function failing(text: string, changes: Parameters<typeof expectedOf>[1] = {}): readonly string[] {
  return verifyAttestation(text, "a.json", expectedOf(own, changes))
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);
}

function refusalOf(text: string): unknown {
  try {
    return failing(text);
  } catch (error) {
    return error;
  }
}

const predicate = (changes: Partial<Statement["predicate"]>) => ({
  ...statement,
  predicate: { ...statement.predicate, ...changes },
});

describe("an attestation", () => {
  test.each(["ed25519", "ecdsa-p256"] as const)("that %s signed holds", (algorithm) => {
    const keys = pair(algorithm);

    expect(verifyAttestation(signed(keys), "a.json", expectedOf(keys)).filter(({ holds }) => !holds)).toEqual([]);
  });

  test("is an in-toto statement of a test result, with its subject in both ways", () => {
    expect(JSON.parse(bytes.toString())).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      predicateType: "https://in-toto.io/attestation/test-result/v0.1",
      subject: [
        { name: "vault-jwt/", digest: { dirHash: expect.stringMatching(/^[0-9a-f]{64}$/) } },
        { name: "main.tf", digest: { sha256: "a".repeat(64) } },
        { name: "run.sh" },
      ],
      predicate: {
        result: "PASSED",
        url: "https://ci.example.com/runs/1",
        configuration: [
          { name: "policy" },
          { name: "matrix" },
          { name: "harness", uri: "pkg:npm/vault-jwt-conformance@0.1.0" },
          { name: "report", annotations: { unsupported: ["NS-01 logs-in [none] on bao"], skipped: [], waived: [] } },
        ],
        failedTests: [],
      },
    });
  });

  // The vector of DSSE's own specification (protocol.md), whose signature is r and s, one after the other.
  test("is signed over the encoding that DSSE has", () => {
    const point = (decimal: bigint) => Buffer.from(decimal.toString(16).padStart(64, "0"), "hex").toString("base64url");
    const x = point(46950820868899156662930047687818585632848591499744589407958293238635476079160n);
    const y = point(5640078356564379163099075877009565129882514886557779369047442380624545832820n);
    const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
    const encoded = preAuthenticationEncoding("http://example.com/HelloWorld", Buffer.from("hello world"));
    const signature = "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==";

    expect(encoded.toString()).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    expect(verify("sha256", encoded, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64"))).toBe(true);
  });

  test.each<readonly [string, string, Parameters<typeof expectedOf>[1]]>([
    ["signature", signed(other), {}],
    ["signature", signed(own).replace("application/vnd.in-toto+json", "application/json"), {}],
    ["signature", signed(own).replace(/"signatures": \[[^\]]*\]/, '"signatures": []'), {}],
    ["subject", signed(own), { files: files.slice(1) }],
    ["subject", signed(own), { files: [...files, { name: "more.tf", sha256: "a".repeat(64) }] }],
    ["subject", signed(own), { files: files.map((file) => ({ ...file, sha256: "f".repeat(64) })) }],
    ["subject", signed(own, { ...statement, subject: statement.subject.slice(1) }), {}],
    ["result", signed(own, predicate({ result: "FAILED" })), {}],
    ["result", signed(own, predicate({ failedTests: ["LOGIN-06"] })), {}],
    ["result", signed(own, predicate({ passedTests: [] })), {}],
    ["policy", signed(own), { policy: "d".repeat(64) }],
    ["age", signed(own), { now: new Date(now.getTime() + 86_400_000) }],
    ["age", signed(own), { now: new Date(now.getTime() - 86_400_000) }],
    ["age", signed(own, predicate({ configuration: statement.predicate.configuration.slice(0, 3) })), {}],
  ])("of which the %s does not hold is named so", (what, text, changes) => {
    expect(failing(text, changes)).toEqual([what]);
  });

  test("holds without a policy and an age, where nothing is asked of them", () => {
    const { policy: _, maxAge: __, ...expected } = expectedOf(own, { now: new Date("2036-03-10") });

    expect(verifyAttestation(signed(own), "a.json", expected).every(({ holds }) => holds)).toBe(true);
  });

  test("may have signatures of others beside the key's own", () => {
    const both = { ...parseEnvelope(signed(own), "a"), signatures: [] };
    const signatures = [other, own].flatMap((key) => parseEnvelope(signed(key), "a").signatures);

    expect(failing(JSON.stringify({ ...both, signatures }))).toEqual([]);
  });

  const nested = "[".repeat(100_000) + "]".repeat(100_000);

  test.each([
    ["attestation.not-json", "", "a.json is not valid JSON"],
    ["attestation.not-json", signed(own).replace('"payload":', '"payload": "", "payload":'), "payload"],
    ["attestation.malformed", nested, "a.json is not a DSSE envelope"],
    ["attestation.malformed", `{"payload":${nested}}`, "payload"],
    ["attestation.malformed", signed(own).replace("{", '{ "__proto__": {},'), "__proto__"],
    ["attestation.malformed", signed(own).replace("{", '{ "more": 1,'), "more"],
    ["attestation.malformed", signed(own).replace(/"payload": "/, '"payload": " '), "payload: is not canonical base64"],
    ["attestation.malformed", signed(own, {}), "The payload of a.json is not a statement of a test result"],
    [
      "attestation.malformed",
      signed(own, { ...statement, predicateType: "https://slsa.dev/provenance/v1" }),
      "predicateType",
    ],
  ])("%s: what is malformed is refused with what and where", (code, text, problem) => {
    expect(refusalOf(text)).toMatchObject({ code, status: 2, message: expect.stringContaining(problem) });
  });

  test("keeps the bytes that were signed", () => {
    expect(payloadOf(parseEnvelope(signed(own), "a.json")).toString()).toBe(JSON.stringify(statement));
  });
});
