import { z } from "zod";
import type { SecretKind } from "./redactor.ts";
import type { Span } from "./secret-index.ts";

type Name = (kind: SecretKind, secret: string) => string;

/** Finds what looks like a secret though nobody made it known. */
export function findSecretLooks(text: string, nameOf: Name): readonly Span[] {
  const tokens = matches(text, vaultToken).map((found) => ({ ...found, kind: "vault-token" as const }));
  const keys = matches(text, privateKey).map((found) => ({ ...found, kind: "private-key" as const }));
  const jwts = matches(text, dotted).flatMap(jwtsIn);
  return [...tokens, ...keys, ...jwts].map(({ start, secret, kind }) => ({
    start,
    end: start + secret.length,
    replacement: nameOf(kind, secret),
    known: false,
  }));
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

/** Runs of base64url parts with dots. A run is tried once only: a long one must not cost its square. */
const dotted: RegExp = /(?<![\w-])[\w-]+(?:\.[\w-]*)+/g;

function matches(text: string, pattern: RegExp): readonly Found[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, secret: match[0] }));
}

function jwtsIn({ start, secret: run }: Found): readonly (Found & { readonly kind: SecretKind })[] {
  const parts = run.split(".");
  let at = start;
  for (const [place, part] of parts.slice(0, -1).entries()) {
    const header = headerIn(part);
    if (header !== undefined) {
      const rest = parts.slice(place + 1, place + header.parts);
      return [{ start: at + header.from, secret: [part.slice(header.from), ...rest].join("."), kind: "jwt" }];
    }
    at += part.length + 1;
  }
  return [];
}

const joseHeader = z.object({ alg: z.string(), enc: z.string().optional() });
const triedStarts = 8;
/** `{"alg":""}` */
const shortestHeader = 14;

/** Where in a part a JOSE header starts, and how many parts such a token has: a JWS three, a JWE five. */
function headerIn(part: string): { readonly from: number; readonly parts: number } | undefined {
  if (part.length < shortestHeader) return undefined;
  // `{"`, `{ ` and `{` before a line end or a tab, in base64url.
  for (const { index } of [...part.matchAll(/ey[JA]|ew[0ok]/g)].slice(0, triedStarts)) {
    const header = joseHeader.safeParse(jsonIn(part.slice(index)));
    if (header.success) return { from: index, parts: header.data.enc === undefined ? 3 : 5 };
  }
  return undefined;
}

function jsonIn(base64url: string): unknown {
  if (base64url.length < shortestHeader) return undefined;
  try {
    return JSON.parse(Buffer.from(base64url, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
