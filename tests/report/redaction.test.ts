import { randomBytes } from "node:crypto";
import { exportPKCS8, generateKeyPair, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { createRedactor, type Redactor } from "../../harness/report/index.ts";

const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const jwt = await new SignJWT({ sub: "ada" }).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
const pem = await exportPKCS8(privateKey);
const secrets = {
  jwt,
  "vault-token": `hvs.${randomBytes(72).toString("base64url")}`,
  "private-key": pem,
  password: 'pass "wörd" \\ new/+&',
} as const;

const ways: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  base64: (secret) => Buffer.from(secret).toString("base64"),
  "base64 in something longer": (secret) => Buffer.from(`VAULT=${secret}; export`).toString("base64"),
  "base64 over lines": (secret) => Buffer.from(`x${secret}`).toString("base64").replace(/.{20}/g, "$&\n"),
  base64url: (secret) => Buffer.from(`ab${secret}`).toString("base64url"),
  "URL-encoded": encodeURIComponent,
  hex: (secret) => Buffer.from(secret).toString("hex"),
  "HEX with spaces": (secret) => Buffer.from(secret).toString("hex").toUpperCase().replace(/..../g, "$& "),
  JSON: (secret) => JSON.stringify({ secret }),
  "JSON in JSON": (secret) => JSON.stringify(JSON.stringify({ secret })),
  "split over lines": (secret) => secret.replace(/.{10}/g, "$&\r\n    "),
};

function knowing(known: Partial<Record<keyof typeof secrets, string>> = secrets): Redactor {
  const redactor = createRedactor();
  for (const kind of ["jwt", "vault-token", "private-key", "password"] as const)
    if (known[kind] !== undefined) redactor.add(kind, known[kind]);
  return redactor;
}

/** The longest piece of what was said that is still there. */
function leftOf(said: string, redacted: string): number {
  const squeezed = redacted.replace(/<redacted:[^>]*>/g, "|").replace(/\s/g, "");
  const pieces = said.replace(/\s/g, "").match(/.{1,8}/g) ?? [];
  return pieces.filter((piece) => piece.length === 8 && squeezed.includes(piece)).length;
}

describe("a secret that is known", () => {
  test.each(
    Object.entries(ways).flatMap(([way, write]) => Object.keys(secrets).map((kind) => [kind, way, write] as const)),
  )("%s, %s, is not there any more", (kind, _, write) => {
    const secret = secrets[kind as keyof typeof secrets];
    const redacted = knowing().text(`before ${write(secret)} after`);

    const inner = secret.replace(/-----[^-]*-----/g, "").trim();
    expect(redacted).toMatch(/^before .*<redacted:[a-z-]+:[0-9a-f]{6}>.* after$/s);
    expect(leftOf(write(inner), redacted)).toBe(0);
  });

  test.each(["jwt", "vault-token", "private-key"] as const)("%s is found when it is cut", (kind) => {
    const secret = secrets[kind].replace(/-----[^-]*-----|\n/g, "");
    const redacted = knowing().text(`log: ${secret.slice(40, 70)}... and ${secret.slice(-30)}`);

    expect(leftOf(secret.slice(40, 70), redacted) + leftOf(secret.slice(-30), redacted)).toBe(0);
  });

  test("is replaced by its kind and the start of its SHA-256", () => {
    const redactor = createRedactor();
    redactor.add("password", "correct horse");

    expect(redactor.text("it is correct horse.")).toBe("it is <redacted:password:e9aa9a>.");
  });

  test("is found in names and values of a tree, whose shape stays", () => {
    const redactor = knowing({ password: "battery-staple" });
    const tree = { log: ["battery-staple", 7, null], "battery-staple": { ok: true } };

    const redacted = redactor.value(tree);

    expect(JSON.stringify(redacted)).not.toContain("staple");
    expect(redacted.log).toEqual([expect.stringMatching(/^<redacted:password:/), 7, null]);
    expect(Object.values(redacted)[1]).toEqual({ ok: true });
  });

  test("does not take harmless text with it", () => {
    const text = "Vault v1.17.0\nSuccess! hvs.short s.b /usr/local/bin eyJ.a.b C:\\new\\run <redacted:jwt:abcdef>";
    const redactor = knowing();
    redactor.add("password", "");
    redactor.add("password", "run");

    expect(redactor.text(text)).toBe(text);
  });
});

describe("a secret that nobody made known", () => {
  test.each([
    ["jwt", `Authorization: Bearer ${jwt}.`, "Authorization: Bearer <…>."],
    ["jwt", `token=${jwt.slice(0, 60)}`, "token=<…>"],
    ["jwt", `host.name.${jwt}\n`, "host.name.<…>\n"],
    ["vault-token", `VAULT_TOKEN=${secrets["vault-token"]}\n`, "VAULT_TOKEN=<…>\n"],
    ["vault-token", `\x1b[32ms.${"aB3".repeat(8)}.root1\x1b[0m`, "\x1b[32m<…>\x1b[0m"],
    ["vault-token", `"b.${"AAAAAQ".repeat(20)}"`, '"<…>"'],
    ["private-key", `key: ${pem.trimEnd()}.`, "key: <…>"],
    ["private-key", JSON.stringify({ pem }), '{"pem":"<…>"}'],
  ])("%s is known by its looks in %j", (kind, text, expected) => {
    const redacted = createRedactor().text(text);

    expect(redacted).toContain(`<redacted:${kind}:`);
    expect(redacted.replace(/<redacted:[^>]*>/g, "<…>").replace(/\.$/, "")).toBe(expected.replace(/\.$/, ""));
  });
});
