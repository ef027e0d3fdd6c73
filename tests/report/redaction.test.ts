import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createRedactor, type Redactor, type SecretKind } from "../../harness/redaction/index.ts";
import { chance } from "../../tools/chance.ts";

/** Bytes that look like chance, and are the same in every run. */
function bytes(name: string, length: number): Buffer {
  return createHash("shake256", { outputLength: length }).update(name).digest();
}

const header = Buffer.from('{"alg":"RS256"}').toString("base64url");
const jwt = [header, bytes("claims", 90).toString("base64url"), bytes("jws", 256).toString("base64url")].join(".");
const body = bytes("key", 1200).toString("base64").replace(/.{64}/g, "$&\n");
const pem = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
const secrets = {
  jwt,
  "vault-token": `hvs.${bytes("token", 72).toString("base64url")}`,
  "private-key": pem,
  password: 'pass "wörd" \\ new/+&',
} as const;

const ways: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  base64: (secret) => Buffer.from(secret).toString("base64"),
  "base64 in something longer": (secret) => Buffer.from(`VAULT=${secret};`).toString("base64"),
  "base64 over lines": (secret) => Buffer.from(`x${secret}`).toString("base64").replace(/.{20}/g, "$&\n"),
  base64url: (secret) => Buffer.from(`ab${secret}`).toString("base64url"),
  "URL-encoded": encodeURIComponent,
  "URL-encoded with every mark": (secret) =>
    encodeURIComponent(secret).replace(/[-._~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
  "octets in a URL": (secret) => Buffer.from(secret).toString("hex").replace(/../g, "%$&"),
  "octets in a shell": (secret) => Buffer.from(secret).toString("hex").replace(/../g, "\\x$&"),
  hex: (secret) => Buffer.from(secret).toString("hex"),
  "HEX with spaces": (secret) => Buffer.from(secret).toString("hex").toUpperCase().replace(/..../g, "$& "),
  JSON: (secret) => JSON.stringify({ s: secret }),
  "JSON in JSON": (secret) => JSON.stringify(JSON.stringify({ s: secret })),
  "split over lines": (secret) => secret.replace(/.{10}/g, "$&\r\n    "),
};

function knowing(known: Partial<Record<keyof typeof secrets, string>> = secrets): Redactor {
  const redactor = createRedactor();
  for (const kind of ["jwt", "vault-token", "private-key", "password"] as const)
    if (known[kind] !== undefined) redactor.add(kind, known[kind]);
  return redactor;
}

/** Whether any twelve characters of what was said are still there. */
function leaks(said: string, redacted: string): boolean {
  const kept = redacted.replace(/<redacted:[^>]*>/g, "|").replace(/\s/g, "");
  const told = said.replace(/\s/g, "");
  return Array.from({ length: told.length - 11 }, (_, at) => told.slice(at, at + 12)).some((piece) =>
    kept.includes(piece),
  );
}

describe("a secret that is known", () => {
  test.each(
    Object.entries(ways).flatMap(([way, write]) => Object.keys(secrets).map((kind) => [kind, way, write] as const)),
  )("%s, %s, is not there any more", (kind, _, write) => {
    const secret = secrets[kind as keyof typeof secrets];
    const redacted = knowing().text(`before ${write(secret)} after`);

    const inner = secret.replace(/-----[^-]*-----/g, "").trim();
    expect(redacted).toMatch(/^before .*<redacted:[a-z-]+:[0-9a-f]{6}>.* after$/s);
    expect(leaks(write(inner), redacted)).toBe(false);
  });

  test.each(["jwt", "vault-token", "private-key"] as const)("%s is found when it is cut", (kind) => {
    const secret = secrets[kind].replace(/-----[^-]*-----|\n/g, "");
    const redacted = knowing().text(`log: ${secret.slice(40, 70)}... and ${secret.slice(-30)}`);

    expect([leaks(secret.slice(40, 70), redacted), leaks(secret.slice(-30), redacted)]).toEqual([false, false]);
  });

  test("is replaced by its kind and the start of its SHA-256", () => {
    const redactor = createRedactor();
    redactor.add("password", "correct horse");

    expect(redactor.text("it is correct horse.")).toBe("it is <redacted:password:4104d3>.");
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
    ["jwt", "a sentence", `Authorization: Bearer ${jwt}.`, "Authorization: Bearer <…>."],
    ["jwt", "a piece", `token=${jwt.slice(0, 60)}`, "token=<…>"],
    ["jwt", "a dotted name", `host.name.${jwt}\n`, "host.name.<…>\n"],
    ["vault-token", "an assignment", `VAULT_TOKEN=${secrets["vault-token"]}\n`, "VAULT_TOKEN=<…>\n"],
    ["vault-token", "colours", `\x1b[32ms.${"aB3".repeat(8)}.root1\x1b[0m`, "\x1b[32m<…>\x1b[0m"],
    ["vault-token", "quotes", `"b.${"AAAAAQ".repeat(20)}"`, '"<…>"'],
    ["private-key", "a line", `key: ${pem.trimEnd()};`, "key: <…>;"],
    ["private-key", "a piece", `key: ${pem.slice(0, 400)}`, "key: <…>"],
    ["private-key", "JSON", JSON.stringify({ pem: pem.trimEnd() }), '{"pem":"<…>"}'],
  ])("%s is known by its looks in %s", (kind, _, text, expected) => {
    const redacted = createRedactor().text(text);

    expect(redacted).toContain(`<redacted:${kind}:`);
    expect(redacted.replace(/<redacted:[^>]*>/g, "<…>")).toBe(expected);
  });
});

const kinds: readonly (readonly [SecretKind, (name: string) => string])[] = [
  ["jwt", (name) => [header, ...[" c", " s"].map((part) => bytes(name + part, 80).toString("base64url"))].join(".")],
  ...["hvs.", "hvb.", "hvr.", "s.", "b.", "r."].flatMap(
    (prefix): (readonly [SecretKind, (name: string) => string])[] => [
      ["vault-token", (name) => prefix + bytes(name, 72).toString("base64url")],
      ["wrapping-token", (name) => prefix + bytes(name, 72).toString("base64url")],
    ],
  ),
  ["private-key", (name) => bytes(name, 300).toString("base64").replace(/.{64}/g, "$&\n")],
  ["private-key", (name) => bytes(name, 32).toString("base64url")],
  ["password", (name) => bytes(name, 9).toString("base64")],
  ["secret", (name) => `${bytes(name, 12).toString("base64")} "ä\\/${bytes(name, 4).toString("hex")}`],
];

test("no canary of any kind is left, in any spelling, also of a part of it", () => {
  const random = chance(11);
  const cut = (text: string): string => {
    const length = 60 + Math.floor(random() * 60);
    const start = Math.floor(random() * (text.length - length));
    return text.length <= length || random() < 0.5 ? text : text.slice(start, start + length);
  };
  const left = Array.from({ length: 40 }, (_, round) => round).flatMap((round) =>
    kinds.flatMap(([kind, make], place) => {
      const secret = make(`canary ${round} ${place}`);
      const redactor = createRedactor();
      redactor.add(kind, secret);
      return Object.entries(ways).flatMap(([way, write]) => {
        const written = cut(write(secret));
        const redacted = redactor.value({ log: [`a ${written} z`] }).log.join("");
        return leaks(written, redacted) || !redacted.includes("<redacted:")
          ? [`${kind} ${way}: ${written} => ${redacted}`]
          : [];
      });
    }),
  );

  expect(left).toEqual([]);
});

test("the private members of a JWK go, also in a tree and in a text, and the public ones stay", () => {
  const jwk = { kty: "EC", x: bytes("x", 32).toString("base64url"), d: bytes("d", 32).toString("base64url") };
  const redactor = createRedactor();

  const mark = expect.stringMatching(/^<redacted:private-key:[0-9a-f]{6}>$/);
  expect(redactor.value({ keys: [jwk] })).toEqual({ keys: [{ ...jwk, d: mark }] });
  for (const text of [JSON.stringify(jwk), JSON.stringify(JSON.stringify(jwk)), JSON.stringify(jwk, null, 2)]) {
    expect(redactor.text(text)).not.toContain(jwk.d);
    expect(redactor.text(text)).toContain(jwk.x);
  }
});

test.each([
  ["vault-token", secrets["vault-token"]],
  ["jwt", jwt],
  ["private-key", pem],
] as const)("%s is known by its looks in base64 and in hex", (kind, secret) => {
  for (const encoding of ["base64", "base64url", "hex"] as const)
    expect(createRedactor().text(`x=${Buffer.from(secret).toString(encoding)};`)).toMatch(
      new RegExp(`^x=<redacted:${kind}:[0-9a-f]{6}>;$`),
    );
});
