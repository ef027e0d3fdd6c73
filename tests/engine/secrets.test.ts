import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { secretsIn } from "../../harness/engine/secrets.ts";

function chance(name: string, length: number): string {
  return createHash("shake256", { outputLength: length }).update(name).digest("base64url");
}

const token = `hvs.${chance("token", 72)}`;
const jwt = [`eyJhbGciOiJSUzI1NiJ9`, chance("claims", 300), chance("signature", 256)].join(".");

function sent(data: Readonly<Record<string, unknown>>, more = {}) {
  return { id: "1", time: "", operation: "update", path: "auth/jwt/login", namespace: "", data, ...more };
}

test.each([
  ["a JWT", jwt],
  ["an opaque token", chance("opaque", 32)],
  ["a token in hex", createHash("sha256").update("x").digest("hex")],
])("%s that a module sends counts as a secret", (_, secret) => {
  expect(secretsIn([sent({ jwt: secret })])).toEqual([["jwt", secret]]);
  expect(secretsIn([sent({}, { token: secret })])).toEqual([["vault-token", secret]]);
});

test.each([
  ["a long text", chance("long", 12_400)],
  ["a period", "ab".repeat(8_000)],
  ["one letter", "a".repeat(1_000)],
  ["a word", "true"],
  ["the words of a refusal", "Error writing data: permission denied"],
  ["the same without spaces", "Errorwritingdata:permissiondenied"],
  ["such words within what looks like chance", `${chance("a", 24)}permissiondeniedpermission${chance("b", 24)}`],
  ["an address", "https://vault.example.com:8200/v1/auth/jwt/login"],
])("%s that a module sends does not", (_, text) => {
  expect(secretsIn([sent({ jwt: text, password: text }, { token: text })])).toEqual([]);
});

test("what Vault issued always counts, and what was made up in heaps does not fill the list", () => {
  const heaps = Array.from({ length: 100 }, (_, at) => sent({ jwt: chance(`heap ${at}`, 12_000) }));

  const secrets = secretsIn([...heaps, sent({}, { issued: token, wrapping: "short" })]);

  expect(secrets.slice(0, 2)).toEqual([
    ["vault-token", token],
    ["wrapping-token", "short"],
  ]);
  expect(secrets.reduce((sum, [, secret]) => sum + secret.length, 0)).toBeLessThan(300_000);
});
