import { parseJsonOrUndefined } from "../text/index.ts";
import type { Span } from "./secret-index.ts";

/** What a secret is, as its replacement says. */
export type SecretKind = "jwt" | "vault-token" | "wrapping-token" | "private-key" | "password" | "secret";

type Name = (kind: SecretKind, secret: string) => string;

/** Finds what looks like a secret though nobody made it known. */
export function findSecretLooks(text: string, nameOf: Name): readonly Span[] {
  const tokens = matches(text, vaultToken).map((found) => ({ ...found, kind: "vault-token" as const }));
  const keys = matches(text, privateKey).map((found) => ({ ...found, kind: "private-key" as const }));
  const jwks = jwksIn(text);
  const passwords = matches(text, urlPassword).map((found) => ({ ...found, kind: "password" as const }));
  const jwts = matches(text, dotted).flatMap(jwtsIn);
  return [...tokens, ...keys, ...jwks, ...passwords, ...jwts, ...encodedIn(text)].map(({ start, secret, kind }) => ({
    start,
    end: start + secret.length,
    replacement: nameOf(kind, secret),
    rank: 0 as const,
  }));
}

interface Looks extends Found {
  readonly kind: SecretKind;
}

interface Found {
  readonly start: number;
  readonly secret: string;
}

/** Vault from 1.10 on (hvs., hvb., hvr.), before it and OpenBao (s., b., r.); a colour may stand right before it. */
const vaultToken: RegExp = /(?:(?<!\w)|(?<=\[[0-9;]*m))(?:hv[sbr]\.[\w-]{20,}|[sbr]\.[\w-]{24,}(?:\.\w{4,})?)/g;

/** Also one whose end is missing. Line breaks may be escaped. */
const privateKey: RegExp =
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:[\w+/=:,.\s\\]|-(?!-)){0,8192}(?:-----END [A-Z ]{0,32}-----)?/g;

/** Of an address such as `https://user:password@host`. */
const urlPassword: RegExp = /(?<=[a-z+]:\/\/[^\s/?#@:]{0,200}:)[^\s/?#@<>]+(?=@)/gi;

/** The members of a JWK that are private, with their quotes escaped or not. */
const jwkMember: RegExp = /(?<=["'](?:d|p|q|dp|dq|qi|k)\\{0,3}["']\s*:\s*\\{0,3}["'])[\w+/=-]{20,}/g;

function jwksIn(text: string): readonly Looks[] {
  if (!/["']kty\\{0,3}["']/.test(text)) return [];
  return matches(text, jwkMember).map((found) => ({ ...found, kind: "private-key" }));
}

/** Runs that could be base64 or hex, maybe over lines. */
const encodedRun: RegExp = /[\w+/-]{32,}(?:\r?\n[\w+/-]{32,})*(?:\r?\n[\w+/-]+)?={0,2}/g;
const hex: RegExp = /^[\da-f]+$/i;

/** Whole runs in which something is encoded that looks like a secret. */
function encodedIn(text: string): readonly Looks[] {
  return matches(text, encodedRun).flatMap(({ start, secret: run }) => {
    const plain = run.replace(/\s+/g, "");
    const decoded = Buffer.from(plain, hex.test(plain) ? "hex" : "base64").toString("latin1");
    const [kind] = plainKinds.filter(([, pattern]) => decoded.search(pattern) >= 0).map(([name]) => name);
    return kind === undefined ? [] : [{ start, secret: run, kind }];
  });
}

/** Runs of base64url parts with dots. A run is tried once only: a long one must not cost its square. */
const dotted: RegExp = /(?<![\w-])[\w-]+(?:\.[\w-]*)+/g;

const plainKinds: readonly (readonly [SecretKind, RegExp])[] = [
  ["private-key", privateKey],
  ["vault-token", vaultToken],
  ["jwt", /eyJ[\w-]{10,}\.[\w-]{4,}/],
];

function matches(text: string, pattern: RegExp): readonly Found[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, secret: match[0] }));
}

function jwtsIn({ start, secret: run }: Found): readonly Looks[] {
  const parts = run.split(".");
  const found: Looks[] = [];
  let at = start;
  for (let place = 0; place + 1 < parts.length; ) {
    const part = parts[place] ?? "";
    const header = headerIn(part);
    const taken = parts.slice(place, place + (header?.parts ?? 1));
    if (header !== undefined)
      found.push({ start: at + header.from, secret: taken.join(".").slice(header.from), kind: "jwt" });
    at += taken.join(".").length + 1;
    place += taken.length;
  }
  return found;
}

const triedStarts = 8;
/** `{"alg":""}` */
const shortestHeader = 14;

/** Where in a part a JOSE header starts, and how many parts such a token has: a JWS three, a JWE five. */
function headerIn(part: string): { readonly from: number; readonly parts: number } | undefined {
  if (part.length < shortestHeader) return undefined;
  // `{"`, `{ ` and `{` before a line end or a tab, in base64url.
  for (const { index } of [...part.matchAll(/ey[JA]|ew[0ok]/g)].slice(0, triedStarts)) {
    const header = jsonIn(part.slice(index));
    if (typeof header !== "object" || header === null || !("alg" in header) || typeof header.alg !== "string") continue;
    return { from: index, parts: "enc" in header ? 5 : 3 };
  }
  return undefined;
}

function jsonIn(base64url: string): unknown {
  if (base64url.length < shortestHeader) return undefined;
  return parseJsonOrUndefined(Buffer.from(base64url, "base64url").toString("utf8"));
}
