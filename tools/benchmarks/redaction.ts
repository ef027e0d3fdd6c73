import { createHash } from "node:crypto";
import { createRedactor, type Redactor } from "../../harness/redaction/index.ts";
import { type Row, timed } from "./measure.ts";

const mebibyte = 2 ** 20;

function bytes(name: string, length: number): Buffer {
  return createHash("shake256", { outputLength: length }).update(name).digest();
}

function filled(piece: string): string {
  return piece.repeat(Math.ceil(mebibyte / piece.length)).slice(0, mebibyte);
}

function jwt(name: string): string {
  const header = Buffer.from('{"alg":"RS256"}').toString("base64url");
  return [header, ...[`${name} c`, `${name} s`].map((part) => bytes(part, 300).toString("base64url"))].join(".");
}

const jwts: readonly string[] = Array.from({ length: 500 }, (_, at) => jwt(`secret ${at}`));
const period = filled("ab");

/** A mebibyte of each kind, and what is known when it is redacted. */
const texts: Readonly<Record<string, readonly [text: string, secrets: readonly string[]]>> = {
  "random octets": [bytes("random", mebibyte).toString("latin1"), jwts],
  "a log of words": [filled("2026-11-29T00:59:00Z Error writing data to auth/jwt/login: permission denied\n"), jwts],
  "the periodic secret itself": [period, [period.slice(0, 16_384)]],
  "a long periodic secret, by the way": [period, [filled("ababc").slice(0, 300_000)]],
  "nothing but secrets": [filled(`${jwts.slice(0, 300).join("\n")}\n`), jwts],
  "nothing but secrets, escaped": [
    filled([...jwts.slice(0, 100).join("\n")].map((sign) => `\\u00${Buffer.from(sign).toString("hex")}`).join("")),
    jwts,
  ],
  "nothing but secrets in base64": [filled(Buffer.from(jwts.join("\n")).toString("base64")), jwts],
  "nothing but secrets in hex": [filled(Buffer.from(jwts.join("\n")).toString("hex").replace(/../g, "$&:")), jwts],
  backslashes: [filled("\\"), jwts],
  "percent signs": [filled("%25"), jwts],
  dots: [filled("."), jwts],
  "starts of JWTs": [filled("eyJ"), jwts],
  "dotted starts of JWTs": [filled("eyJhbGciOiJSUzI1NiJ9."), jwts],
  "starts of keys": [filled("-----BEGIN PRIVATE KEY-----"), jwts],
  "starts of addresses": [filled("a://a:"), jwts],
  "starts of tokens": [filled("hvs."), jwts],
  "a run of base64": [bytes("run", mebibyte).toString("base64").slice(0, mebibyte), jwts],
  "a run of digits": [filled("104, 118, 115, "), jwts],
  blanks: [filled(" "), jwts],
  quotes: [filled('"kty":"d":"'), jwts],
};

/** What it takes to know secrets and to redact a mebibyte, in this process. */
export async function redaction(runs: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [what, [text, secrets]] of Object.entries(texts)) {
    const samples: number[] = [];
    for (let run = 0; run < runs; run += 1) samples.push((await timed(async () => knowing(secrets).text(text))).took);
    rows.push({ what: `redaction of 1 MiB: ${what}`, samples, unit: "s", bound: 1 });
  }
  return rows;
}

function knowing(secrets: readonly string[]): Redactor {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add("jwt", secret);
  return redactor;
}
