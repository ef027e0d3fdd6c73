import { bytesOf, derived, type Reading } from "./reading.ts";

const backslash = 0x5c;
const escapeSign = 0x1b;
const percent = 0x25;
const ampersand = 0x26;

/** The byte or character that an escape stands for, and where it ends; nothing where none is meant. */
interface Escape {
  readonly end: number;
  readonly byte?: number;
  readonly character?: number;
}

/**
 * Reads what escapes stand for: those of JSON, of shells and of programming languages (`\u0065`, `\u{65}`, `\x65`, `\145`,
 * `\n`, `\/`, also after several backslashes), of URLs (`%65`, `%2565`) and of HTML (`&#101;`, `&#x65;`). Colours of a
 * terminal go. Gives `undefined` where there is nothing of the kind.
 */
export function unescaped(reading: Reading): Reading | undefined {
  const { bytes } = reading;
  const read = new Uint8Array(bytes.length);
  const from = new Uint32Array(bytes.length);
  const to = new Uint32Array(bytes.length);
  let length = 0;
  let found = false;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const escaped = mayEscape[byte] === 1 ? escapeAt(bytes, at) : undefined;
    if (escaped === undefined) {
      read[length] = byte;
      from[length] = at;
      to[length] = at;
      length += 1;
      at += 1;
      continue;
    }
    found = true;
    for (const one of meantBy(escaped)) {
      read[length] = one;
      from[length] = at;
      to[length] = escaped.end - 1;
      length += 1;
    }
    at = isColour(bytes, at, escaped) ? afterColour(bytes, escaped.end) : escaped.end;
  }
  return found ? derived(read.subarray(0, length), reading, from, to) : undefined;
}

const mayEscape: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  [backslash, percent, ampersand, escapeSign].includes(byte) ? 1 : 0,
);

function meantBy({ byte, character }: Escape): readonly number[] {
  if (byte !== undefined) return [byte];
  return character === undefined ? [] : bytesOf(character);
}

function escapeAt(bytes: Uint8Array, at: number): Escape | undefined {
  const byte = bytes[at];
  if (byte === backslash) return afterBackslashes(bytes, at);
  if (byte === percent) return inUrl(bytes, at);
  if (byte === ampersand) return inHtml(bytes, at);
  return byte === escapeSign ? { end: at + 1 } : undefined;
}

function afterBackslashes(bytes: Uint8Array, at: number): Escape {
  let next = at;
  while (bytes[next] === backslash) next += 1;
  const letter = String.fromCharCode(bytes[next] ?? 0);
  if (letter === "x") return ofByte(bytes, next + 1, { digits: 2, radix: 16 }) ?? { end: next };
  if (letter === "u") return unicode(bytes, next + 1) ?? { end: next };
  if (letter >= "0" && letter <= "3") return ofByte(bytes, next, { digits: 3, radix: 8 }) ?? { end: next };
  return { end: "abefnrtv".includes(letter) ? next + 1 : next };
}

function unicode(bytes: Uint8Array, at: number): Escape | undefined {
  if (bytes[at] !== 0x7b) {
    const character = numberAt(bytes, at, { digits: 4, radix: 16 });
    return character === undefined ? undefined : { end: at + 4, character };
  }
  const end = bytes.subarray(at, at + 9).indexOf(0x7d) + at;
  const character = numberAt(bytes, at + 1, { digits: end - at - 1, radix: 16 });
  return character === undefined ? undefined : { end: end + 1, character };
}

function inUrl(bytes: Uint8Array, at: number): Escape | undefined {
  let next = at + 1;
  // What was encoded several times: `%2565`.
  for (let times = 0; times < 4 && bytes[next] === 0x32 && bytes[next + 1] === 0x35; times += 1) next += 2;
  return ofByte(bytes, next, { digits: 2, radix: 16 }) ?? ofByte(bytes, at + 1, { digits: 2, radix: 16 });
}

function inHtml(bytes: Uint8Array, at: number): Escape | undefined {
  if (bytes[at + 1] !== 0x23) return undefined;
  const isHex = bytes[at + 2] === 0x78 || bytes[at + 2] === 0x58;
  const first = at + (isHex ? 3 : 2);
  const length = bytes.subarray(first, first + 8).indexOf(0x3b);
  const character = numberAt(bytes, first, { digits: length, radix: isHex ? 16 : 10 });
  return character === undefined ? undefined : { end: first + length + 1, character };
}

interface Digits {
  readonly digits: number;
  readonly radix: 8 | 10 | 16;
}

function ofByte(bytes: Uint8Array, at: number, { digits, radix }: Digits): Escape | undefined {
  const byte = numberAt(bytes, at, { digits, radix });
  return byte === undefined ? undefined : { end: at + digits, byte };
}

function numberAt(bytes: Uint8Array, at: number, { digits, radix }: Digits): number | undefined {
  if (digits < 1 || at + digits > bytes.length) return undefined;
  let number = 0;
  for (let place = at; place < at + digits; place += 1) {
    const digit = digitOf(bytes[place] ?? 0);
    if (digit >= radix) return undefined;
    number = number * radix + digit;
  }
  return number;
}

/** The value of a digit in bases up to 16; more than that where it is none. */
export function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 99;
}

/** `\e` is one too. */
function isColour(bytes: Uint8Array, at: number, { end, byte, character }: Escape): boolean {
  const isEscape =
    bytes[at] === escapeSign || byte === escapeSign || character === escapeSign || bytes[end - 1] === 0x65;
  return isEscape && bytes[end] === 0x5b;
}

/** After the parameters and the letter of a sequence such as `[0;31m`. */
function afterColour(bytes: Uint8Array, bracket: number): number {
  let at = bracket + 1;
  const isParameter = (byte = 0) => (byte >= 0x30 && byte <= 0x39) || byte === 0x3b || byte === 0x3f;
  while (at - bracket < 16 && isParameter(bytes[at])) at += 1;
  const letter = (bytes[at] ?? 0) | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? at + 1 : bracket;
}
