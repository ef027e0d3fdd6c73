/** The bytes of a text as someone may have meant them, and where in the text each of them is. */
export interface Reading {
  readonly bytes: Uint8Array;
  readonly startOf: (place: number) => number;
  readonly endOf: (place: number) => number;
}

/** A {@link Reading} whose bytes come from those of another, each from those between two places. */
export function derived(
  bytes: Uint8Array,
  { startOf, endOf }: Reading,
  from: Uint32Array,
  to: Uint32Array = from,
): Reading {
  return { bytes, startOf: (place) => startOf(from[place] ?? 0), endOf: (place) => endOf(to[place] ?? 0) };
}

const letterOrNumber = /[\p{L}\p{M}\p{N}]/u;

/** A text as it stands there, in UTF-8. Of what is not ASCII, only letters and numbers count. */
export function readText(text: string): Reading {
  const capacity = Buffer.byteLength(text);
  const bytes = new Uint8Array(capacity);
  const starts = new Uint32Array(capacity);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      bytes[length] = code;
      starts[length] = at;
      length += 1;
      continue;
    }
    const whole = text.codePointAt(at) ?? 0;
    for (const byte of bytesOf(whole)) {
      bytes[length] = byte;
      starts[length] = at;
      length += 1;
    }
    if (whole > 0xffff) at += 1;
  }
  const startOf = (place: number) => starts[place] ?? 0;
  const endOf = (place: number) => startOf(place) + ((text.codePointAt(startOf(place)) ?? 0) > 0xffff ? 2 : 1);
  return { bytes: bytes.subarray(0, length), startOf, endOf };
}

const counted = new Map<number, readonly number[]>();

/** A character in UTF-8, where it counts. */
export function bytesOf(code: number): readonly number[] {
  if (code < 0x80) return [code];
  const before = counted.get(code);
  if (before !== undefined) return before;
  const character = code > 0x10ffff ? "" : String.fromCodePoint(code);
  const bytes = letterOrNumber.test(character) ? [...Buffer.from(character)] : [];
  if (code <= 0xffff) counted.set(code, bytes);
  return bytes;
}

/** What a byte is compared by; {@link skipped} for one that does not count. */
export type Level = Uint8Array;

/** No byte of UTF-8. */
const skipped = 0xfe;

function levelOf(of: (byte: number) => number): Level {
  return Uint8Array.from({ length: 256 }, (_, byte) => of(byte));
}

const lowerCase = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/** Letters and digits alone, whatever their case: nothing that may stand between two of them counts. */
export const lettersAndDigits: Level = levelOf((byte) =>
  byte >= 0x80 || /[\da-z]/i.test(String.fromCharCode(byte)) ? lowerCase(byte) : skipped,
);

/** All that can be seen, whatever its case and the alphabet of base64 that it is in; a backslash escapes something. */
export const visibleMarks: Level = levelOf((byte) => {
  if (byte <= 0x20 || byte === 0x7f || byte === 0x5c) return skipped;
  if (byte === 0x2d) return 0x2b;
  return byte === 0x5f ? 0x2f : lowerCase(byte);
});

export function levelled(reading: Reading, level: Level): Reading {
  const { bytes } = reading;
  const kept = new Uint8Array(bytes.length);
  const from = new Uint32Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = level[bytes[at] ?? 0] ?? skipped;
    if (byte === skipped) continue;
    kept[length] = byte;
    from[length] = at;
    length += 1;
  }
  return derived(kept.subarray(0, length), reading, from);
}
