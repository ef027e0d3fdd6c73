import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createRedactor, type Redactor } from "../../harness/redaction/index.ts";
import { chance } from "../../tools/chance.ts";

/** Bytes that look like chance, and are the same in every run. */
function bytes(name: string, length: number): Buffer {
  return createHash("shake256", { outputLength: length }).update(name).digest();
}

const header = Buffer.from('{"alg":"RS256"}').toString("base64url");
const secrets = {
  jwt: [header, ...["c", "s"].map((part) => bytes(part, 90).toString("base64url"))].join("."),
  "vault-token": `hvs.${bytes("token", 72).toString("base64url")}`,
} as const;

function knowing(...more: readonly string[]): Redactor {
  const redactor = createRedactor();
  for (const kind of ["jwt", "vault-token"] as const) redactor.add(kind, secrets[kind]);
  for (const secret of more) redactor.add("secret", secret);
  return redactor;
}

const pieces = (secret: string, length: number) => secret.match(new RegExp(`.{1,${length}}`, "g")) ?? [];
const octets = (secret: string) => [...Buffer.from(secret)];
const hex = (secret: string) => octets(secret).map((octet) => octet.toString(16).padStart(2, "0"));
const code = (sign: string) => sign.charCodeAt(0).toString(16).padStart(2, "0");
const each = (secret: string, write: (sign: string, place: number) => string) => [...secret].map(write).join("");

const ways: Readonly<Record<string, (secret: string) => string>> = {
  "escapes of JSON": (secret) => each(secret, (sign) => `\\u00${code(sign)}`),
  "some escapes of JSON": (secret) =>
    each(secret, (sign, at) => (at % 3 === 0 ? `\\u00${code(sign).toUpperCase()}` : sign)),
  "escapes of JSON in JSON in JSON": (secret) =>
    each(secret, (sign, at) => (at % 2 === 0 ? `\\\\\\\\u00${code(sign)}` : sign)),
  "escapes of JavaScript": (secret) => each(secret, (sign, at) => (at % 2 === 0 ? `\\u{${code(sign)}}` : sign)),
  "some octets of a shell": (secret) => each(secret, (sign, at) => (at % 2 === 0 ? `\\x${code(sign)}` : sign)),
  "octal escapes": (secret) =>
    octets(secret)
      .map((octet) => `\\${octet.toString(8).padStart(3, "0")}`)
      .join(""),
  "some octets of a URL": (secret) => each(secret, (sign, at) => (at % 4 === 1 ? `%${code(sign)}` : sign)),
  "octets of a URL in a URL": (secret) => each(secret, (sign, at) => (at % 4 === 1 ? `%25${code(sign)}` : sign)),
  "entities of HTML": (secret) =>
    each(secret, (sign, at) => (at % 2 === 0 ? `&#${sign.charCodeAt(0)};` : `&#x${code(sign)};`)),
  "lines that backslashes join": (secret) => pieces(secret, 7).join("\\\n"),
  "strings that plus signs join": (secret) => `"${pieces(secret, 5).join('" +\n  "')}"`,
  "strings that dots join": (secret) => `'${pieces(secret, 5).join("' . '")}'`,
  "lines of a block in YAML": (secret) => `|\n    ${pieces(secret, 9).join("\n    ")}`,
  "pieces between bars": (secret) => pieces(secret, 4).join(" | "),
  "a list in JSON": (secret) => JSON.stringify(pieces(secret, 6)),
  "a list of letters": (secret) => JSON.stringify([...secret], null, 2),
  "hex with colons": (secret) => hex(secret).join(":"),
  "HEX with dashes": (secret) => hex(secret).join("-").toUpperCase(),
  "a list of octets in C": (secret) =>
    hex(secret)
      .map((octet) => `0x${octet}`)
      .join(", "),
  "a list of octets in Go": (secret) =>
    hex(secret)
      .map((octet) => `0x${octet.toUpperCase()},`)
      .join(""),
  "a dump in words": (secret) => hex(secret).join("").replace(/.{4}/g, "$& ").replace(/.{40}/g, "$&\n"),
  "numbers in a list": (secret) => `[${octets(secret).join(" ")}]`,
  "numbers over lines": (secret) => JSON.stringify(octets(secret), null, 2),
  "octal numbers": (secret) =>
    octets(secret)
      .map((octet) => octet.toString(8).padStart(3, "0"))
      .join(" "),
  "base64 that plus signs join": (secret) =>
    `"${pieces(Buffer.from(`é${secret}`).toString("base64"), 11).join('" + "')}"`,
  "base64 in JSON": (secret) => JSON.stringify(pieces(Buffer.from(secret).toString("base64"), 64).join("\n")),
  "UTF-16 in base64": (secret) => Buffer.from(secret, "utf16le").toString("base64"),
  "letters with spaces": (secret) => [...secret].join(" "),
  "colours between letters": (secret) => pieces(secret, 3).join("\u001b[0;31m"),
  "zero-width spaces": (secret) => pieces(secret, 3).join("\u200b"),
  capitals: (secret) => secret.toUpperCase(),
};

/** What is left of a text, of which nothing but signs and what escapes begin with may be. */
function left(redacted: string): string {
  return redacted.replace(/<redacted:[a-z-]+:[0-9a-f]{6}>/g, "");
}

describe("a secret that is known goes", () => {
  test.each(
    Object.entries(ways).flatMap(([way, write]) =>
      Object.entries(secrets).map(([kind, secret]) => [way, kind, write, secret] as const),
    ),
  )("as %s (%s)", (_, kind, write, secret) => {
    const redacted = knowing().text(`before: ${write(secret)} ;`);

    expect(redacted).toContain(`<redacted:${kind}:${createHash("sha256").update(secret).digest("hex").slice(0, 6)}>`);
    expect(left(redacted)).toMatch(/^before: [\s"'`[\]{}()|,;:.+\\x0u%&#-]*(?:[\w=+/-]{0,3}["']?)? ;$/);
  });

  test("where it stands in pieces that follow each other in a tree", () => {
    const list = pieces(secrets.jwt, 9);
    const tree = { received: { jwt: list, more: [1, 2, 3], name: "ada" }, bytes: octets(secrets["vault-token"]) };

    const redacted = knowing().value(tree);

    expect(JSON.stringify(redacted)).not.toMatch(
      new RegExp(
        list
          .slice(1, -1)
          .map((piece) => piece.slice(1, 8))
          .join("|"),
      ),
    );
    expect(redacted.received).toMatchObject({ more: [1, 2, 3], name: "ada" });
    expect(redacted.received.jwt).toHaveLength(list.length);
    expect(redacted.bytes).toEqual([expect.stringMatching(/^<redacted:vault-token:/)]);
  });

  test("twice, and what stands in its place stays", () => {
    const once = knowing("redacted:jwt").text(`a ${secrets.jwt} b redacted:jwt`);

    expect(once).toMatch(/^a <redacted:jwt:\w{6}> b <redacted:secret:\w{6}>$/);
    expect(knowing("redacted:jwt").text(once)).toBe(once);
  });
});

describe("harmless words stay", () => {
  test.each([
    ["Error writing data to auth/jwt/login: permission denied. Code: 400"],
    ["sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 of a file"],
    ["not a jwt, and a not-a-jwt; pass word, C:\\new\\table\\run, 100%ab, [104, 101, 108, 108, 111]"],
    ["7a0d9a3e-4c35-4be0-8f0c-1d8a6d0f5c11 https://vault.example.com:8200/v1/auth/jwt/login"],
  ])("%s", (text) => {
    const redacted = knowing("notajwt+", "pass-word-1").text(text);

    expect(redacted).toBe(text);
  });
});

const seed = 1907;

test(`a secret in any two ways one after the other, in harmless text, is gone, and the text stays (seed ${seed})`, () => {
  const random = chance(seed);
  const all = Object.values(ways).filter((way) => way !== ways.capitals);
  const pick = () => all[Math.floor(random() * all.length)] ?? ((secret: string) => secret);
  const wrong = Array.from({ length: 300 }, (_, round) => {
    const secret = `hvs.${bytes(`round ${round}`, 60).toString("base64url")}`;
    const redactor = createRedactor();
    redactor.add("vault-token", secret);
    const said = `The first: ${pick()(secret)} ; the other: ${pick()(secret)} ; the end.`;
    const redacted = redactor.text(said);
    const marks = redacted.match(/<redacted:vault-token:[0-9a-f]{6}>/g) ?? [];
    return marks.length >= 2 && /^The first: .*; the other: .*; the end\.$/s.test(redacted)
      ? []
      : [`${said}\n=> ${redacted}`];
  }).flat();

  expect(wrong).toEqual([]);
});

describe("what it takes grows as the text does", () => {
  const period = "ab".repeat(8_192);
  const many = Array.from({ length: 500 }, (_, at) => bytes(`secret ${at}`, 300).toString("base64url"));
  const texts: Readonly<Record<string, readonly [piece: string, secrets: readonly string[]]>> = {
    "a periodic secret": ["ab", [period, period.slice(1), "ba".repeat(4_000)]],
    "one sign": ["a", ["a".repeat(16_384), `${"a".repeat(8_000)}b${"a".repeat(8_000)}`]],
    "nothing but secrets": [many.slice(0, 20).join("\n"), many],
    "what begins like secrets": [many.map((secret) => secret.slice(0, 17)).join(""), many],
    octets: [
      Buffer.from(many[0] ?? "")
        .toString("hex")
        .replace(/../g, "$&:"),
      many,
    ],
    backslashes: ["\\", many],
    escapes: ["\\u0061", [period]],
    dots: [".eyJ", many],
    blanks: [" ", many],
  };

  test.each(Object.keys(texts))("%s", (name) => {
    const [piece, known] = texts[name] ?? ["", []];
    const stepsFor = (length: number) => {
      const redactor = createRedactor();
      for (const secret of known) redactor.add("secret", secret);
      const before = redactor.steps();
      redactor.text(piece.repeat(Math.ceil(length / piece.length)).slice(0, length));
      return redactor.steps() - before;
    };

    const [some, twice] = [stepsFor(2 ** 16), stepsFor(2 ** 17)];

    expect(twice).toBeLessThan(2.2 * some);
    expect(twice).toBeLessThan(60 * 2 ** 17);
  });
});
