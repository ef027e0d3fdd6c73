import { decodings } from "./decode.ts";
import { type Level, lettersAndDigits, levelled, type Reading, readText, visibleMarks } from "./reading.ts";
import { unescaped } from "./unescape.ts";
import { createWindows, type Hit, type Windows } from "./windows.ts";

/** A part of a text to replace. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** How sure it is whose place that is: the looks of something, a piece of a known secret, or the whole of one. */
  readonly rank: 0 | 1 | 2;
}

/** Finds known secrets, however they are written, and in pieces. */
export interface SecretIndex {
  add(secret: string, replacement: string): void;
  find(text: string): readonly Span[];
  /** How many bytes and places of tables were looked at so far. */
  readonly steps: () => number;
}

const shortest = 6;
/** A secret of fewer letters and digits is looked for with its other signs, and never in pieces. */
const leastLong = 16;
/** Fewer could be there by chance; what is encoded is not. */
const leastPiece = { plain: 16, encoded: 8 } as const;
const pemBoundary: RegExp = /-----(?:BEGIN|END) [A-Z ]*-----/g;

/** The bytes of a reading that count are compared with those of secrets, in time that grows as the text does. */
export function createSecretIndex(): SecretIndex {
  const long = createWindows(leastPiece.encoded);
  const short = new Map<number, Windows>();
  const around = new Map<string, Around>();
  const seen = new Set<string>();
  let steps = 0;
  const readings = (text: string) => {
    const all = readingsOf(text);
    for (const { reading } of all) steps += reading.bytes.length;
    return all;
  };
  const addShort = ({ bytes }: Reading, replacement: string) => {
    if (bytes.length < shortest) return;
    const known = short.get(bytes.length) ?? createWindows(bytes.length);
    short.set(bytes.length, known);
    known.add(bytes, replacement);
  };
  return {
    steps: () => [...short.values()].reduce((sum, one) => sum + one.steps(), steps + long.steps()),
    add(secret, replacement) {
      if (seen.has(secret)) return;
      seen.add(secret);
      around.set(replacement, aroundOf(secret));
      // The boundary of a PEM file is the same for all, and no secret.
      const inner = secret.replace(pemBoundary, "").trim() || secret;
      for (const reading of spellingsOf(inner)) {
        const letters = levelled(reading, lettersAndDigits);
        if (letters.bytes.length >= leastLong) long.add(letters.bytes, replacement);
        else addShort(levelled(reading, visibleMarks), replacement);
      }
    },
    find(text) {
      return readings(text)
        .flatMap(({ reading, isEncoded }) => {
          const least = isEncoded ? leastPiece.encoded : leastPiece.plain;
          const found = spansIn({ text, reading }, lettersAndDigits, (bytes) => long.find(bytes, least));
          if (short.size === 0) return found;
          const all = (bytes: Uint8Array) => [...short].flatMap(([length, known]) => known.find(bytes, length));
          return [...found, ...spansIn({ text, reading }, visibleMarks, all)];
        })
        .map((span) => withMarks(span, text, around.get(span.replacement)));
    },
  };
}

/** How a secret may be meant, as it is and unescaped, and with the plus signs that forms have for spaces. */
function spellingsOf(secret: string): readonly Reading[] {
  const spelt = [readText(secret), readText(secret.replaceAll(" ", "+"))];
  return spelt.flatMap((reading) => [reading, ...[unescaped(reading) ?? []].flat()]);
}

interface Understood {
  readonly reading: Reading;
  readonly isEncoded: boolean;
}

function readingsOf(text: string): readonly Understood[] {
  const written = readText(text);
  const meant = unescaped(written);
  return [
    ...[written, ...(meant === undefined ? [] : [meant])].map((reading) => ({ reading, isEncoded: false })),
    ...decodings(written, meant ?? written).map((reading) => ({ reading, isEncoded: true })),
  ];
}

function spansIn(
  { text, reading }: { readonly text: string; readonly reading: Reading },
  level: Level,
  find: (bytes: Uint8Array) => readonly Hit[],
): readonly Span[] {
  const compared = levelled(reading, level);
  return find(compared.bytes).map((hit) => {
    const { start, end } = hit.whole ? hit : withoutNeighbours(hit, compared, text);
    return {
      start: compared.startOf(start),
      end: compared.endOf(end - 1),
      replacement: hit.name,
      rank: hit.whole ? 2 : 1,
    };
  });
}

/** The end of the word before a piece, or the start of the one after, may be what the secret has there by chance. */
const fewestApart = 3;

function withoutNeighbours({ start, end }: Hit, { startOf, endOf }: Reading, text: string): Pick<Hit, "start" | "end"> {
  const isTogether = (place: number) => !/\s/.test(text.slice(endOf(place - 1), startOf(place)));
  let first = start + 1;
  while (first < end && first - start < fewestApart && isTogether(first)) first += 1;
  let last = end - 1;
  while (last > start && end - last < fewestApart && isTogether(last)) last -= 1;
  return { start: first - start < fewestApart ? first : start, end: end - last < fewestApart ? last : end };
}

/** The signs before the first and after the last letter or digit of a secret. */
interface Around {
  readonly lead: string;
  readonly trail: string;
}

function aroundOf(secret: string): Around {
  const { bytes, startOf, endOf } = levelled(readText(secret), lettersAndDigits);
  if (bytes.length === 0) return { lead: "", trail: "" };
  return { lead: secret.slice(0, startOf(0)), trail: secret.slice(endOf(bytes.length - 1)) };
}

/** Takes the signs that belong to a secret too; of a piece, those of base64 that stand right beside it. */
function withMarks(span: Span, text: string, around: Around = { lead: "", trail: "" }): Span {
  const { start, end, rank } = span;
  if (rank === 1) {
    const before = /[-+/_]{0,2}$/.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? "";
    const after = /^[-+/_]{0,2}/.exec(text.slice(end, end + 2))?.[0] ?? "";
    return { ...span, start: start - before.length, end: end + after.length };
  }
  const isLed = text.slice(Math.max(0, start - around.lead.length), start) === around.lead;
  const isTrailed = text.startsWith(around.trail, end);
  return {
    ...span,
    start: isLed ? start - around.lead.length : start,
    end: isTrailed ? end + around.trail.length : end,
  };
}
