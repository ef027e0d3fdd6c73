import { createHash } from "node:crypto";
import { createSecretIndex, type Span } from "./secret-index.ts";
import { findSecretLooks, type SecretKind } from "./secret-looks.ts";
import { changed, valuesIn } from "./strings.ts";

/** A secret that someone has made or seen. */
export type Secret = readonly [kind: SecretKind, secret: string];

/** Takes secrets out of whatever is about to be written or printed. */
export interface Redactor {
  /** Makes a secret known. One that is shorter than six characters is ignored: it would be found everywhere. */
  add(kind: SecretKind, secret: string): void;
  /** Replaces secrets in a text by `<redacted:KIND:first 6 of its SHA-256>`. */
  text(value: string): string;
  /**
   * {@link Redactor.text} for every string in a tree of plain objects and arrays, names included; a secret that is known
   * is also found in pieces that follow each other in the tree.
   */
  value<T>(value: T): T;
  /** How much was looked at so far, in bytes and places of tables: it grows as the texts do, whatever is in them. */
  readonly steps: () => number;
}

/**
 * Makes a redactor that knows no secret yet.
 * It replaces those that it is told, whatever signs stand between their letters and digits, escaped as JSON, URLs, HTML,
 * shells and programs write them, in base64 (also within something longer), in hex or as numbers, and cut down to a piece
 * of 16 letters and digits; and, without being told, what looks like a JWT (RFC 7515, also cut), a Vault or OpenBao token,
 * a private key in PEM (RFC 7468) or as a JWK (RFC 7517), or a password in a URL, also where one of them is in base64 or
 * hex.
 */
export function createRedactor(): Redactor {
  const known = createSecretIndex();
  const text = (value: string): string =>
    replaced(value, settled(value, [...known.find(value), ...findSecretLooks(value, replacementOf)]));
  return {
    add: (kind, secret) => known.add(secret, replacementOf(kind, secret)),
    text,
    // The tree keeps its shape: only strings change.
    value: <T>(value: T): T => redactedTree(value, known.find, text) as T,
    steps: known.steps,
  };
}

function replacementOf(kind: SecretKind, secret: string): string {
  return `<redacted:${kind}:${createHash("sha256").update(secret).digest("hex").slice(0, 6)}>`;
}

/** What was redacted before stays as it is. */
const done: RegExp = /<redacted:[a-z-]+:[0-9a-f]{6}>/g;

/** Joins spans that overlap; the surest of them gives the replacement. */
function settled(text: string, spans: readonly Span[]): readonly Span[] {
  const disjoint: Span[] = [];
  for (const span of outside([...text.matchAll(done)], spans)) {
    const last = disjoint.at(-1);
    const overlaps = last !== undefined && span.start < last.end;
    if (overlaps) disjoint.pop();
    disjoint.push(overlaps ? union(last, span) : span);
  }
  return disjoint;
}

/** In the order of their starts, those that are not within a mark. */
function outside(marks: readonly RegExpExecArray[], spans: readonly Span[]): readonly Span[] {
  let place = 0;
  return spans
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      const endOf = (mark: RegExpExecArray | undefined) => (mark === undefined ? 0 : mark.index + mark[0].length);
      while (place < marks.length && endOf(marks[place]) <= start) place += 1;
      const mark = marks[place];
      return mark === undefined || start < mark.index || end > endOf(mark);
    });
}

function union(a: Span, b: Span): Span {
  const leading = b.rank > a.rank ? b : a;
  return { ...leading, start: a.start, end: Math.max(a.end, b.end) };
}

function replaced(value: string, spans: readonly Span[]): string {
  if (spans.length === 0) return value;
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, replacement } of spans) {
    parts.push(value.slice(done, start), replacement);
    done = end;
  }
  return parts.join("") + value.slice(done);
}

/** Strings one after the other are looked at as one text, and each as a text of its own. */
function redactedTree(
  value: unknown,
  find: (text: string) => readonly Span[],
  text: (value: string) => string,
): unknown {
  const strings = valuesIn(value);
  const joined = strings.join("\n");
  const parts = cutAt(strings, settled(joined, find(joined)));
  let place = 0;
  return changed(value, {
    value: (string) => text(replaced(string, parts[place++] ?? [])),
    name: text,
    key: (secret) => replacementOf("private-key", secret),
  });
}

/** The spans of strings that were joined by one character each, for each of them. */
function cutAt(strings: readonly string[], spans: readonly Span[]): readonly (readonly Span[])[] {
  let from = 0;
  let first = 0;
  return strings.map((string) => {
    const end = from + string.length;
    while ((spans[first]?.end ?? end) < from) first += 1;
    const own: Span[] = [];
    for (let place = first; (spans[place]?.start ?? end) < end; place += 1) {
      const span = spans[place];
      if (span !== undefined && span.end > from)
        own.push({ ...span, start: Math.max(span.start, from) - from, end: Math.min(span.end, end) - from });
    }
    from = end + 1;
    return own;
  });
}
