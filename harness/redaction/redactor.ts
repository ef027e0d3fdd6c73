import { createHash } from "node:crypto";
import { createSecretIndex, type Span } from "./secret-index.ts";
import { findSecretLooks } from "./secret-looks.ts";

/** What a secret is, as its replacement says. */
export type SecretKind = "jwt" | "vault-token" | "wrapping-token" | "private-key" | "password" | "secret";

/** Takes secrets out of whatever is about to be written or printed. */
export interface Redactor {
  /** Makes a secret known. One that is shorter than six characters is ignored: it would be found everywhere. */
  add(kind: SecretKind, secret: string): void;
  /** Replaces secrets in a text by `<redacted:KIND:first 6 of its SHA-256>`. */
  text(value: string): string;
  /** {@link Redactor.text} for every string in a tree of plain objects and arrays, names included. */
  value<T>(value: T): T;
}

/**
 * Makes a redactor that knows no secret yet.
 * It replaces those that it is told, plain, in base64 (also within something longer), hex, URL- and JSON-encoded, split
 * over lines or cut down to a piece of 16 characters; and, without being told, what looks like a JWT (RFC 7515, also
 * cut), a Vault or OpenBao token, a private key in PEM (RFC 7468) or as a JWK (RFC 7517), or a password in a URL, also where
 * one of them is in base64 or hex.
 */
export function createRedactor(): Redactor {
  const known = createSecretIndex();
  const text = (value: string): string =>
    replaced(value, merged([...known.find(value), ...findSecretLooks(value, replacementOf)]));
  return {
    add: (kind, secret) => known.add(secret, replacementOf(kind, secret)),
    text,
    // The tree keeps its shape: only strings change.
    value: <T>(value: T): T => deep(value, text) as T,
  };
}

/** Of a JWK (RFC 7518, section 6). */
const privateMembers = new Set(["d", "p", "q", "dp", "dq", "qi", "k"]);

function replacementOf(kind: SecretKind, secret: string): string {
  return `<redacted:${kind}:${createHash("sha256").update(secret).digest("hex").slice(0, 6)}>`;
}

/** Joins spans that overlap; the earlier in the list, the known secret, gives the replacement. */
function merged(spans: readonly Span[]): readonly Span[] {
  const disjoint: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = disjoint.at(-1);
    const overlaps = last !== undefined && span.start < last.end;
    if (overlaps) disjoint.pop();
    disjoint.push(overlaps ? union(last, span) : span);
  }
  return disjoint;
}

function union(a: Span, b: Span): Span {
  const leading = b.known && !a.known ? b : a;
  return { ...leading, start: a.start, end: Math.max(a.end, b.end) };
}

function replaced(value: string, spans: readonly Span[]): string {
  if (spans.length === 0) return value;
  let text = "";
  let done = 0;
  for (const { start, end, replacement } of spans) {
    text += value.slice(done, start) + replacement;
    done = end;
  }
  return text + value.slice(done);
}

function deep(value: unknown, text: (value: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, text));
  if (typeof value !== "object" || value === null) return value;
  const isPrivate = "kty" in value && typeof value.kty === "string";
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      text(name),
      isPrivate && privateMembers.has(name) && typeof item === "string"
        ? replacementOf("private-key", item)
        : deep(item, text),
    ]),
  );
}
