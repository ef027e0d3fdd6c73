import { derived, type Reading } from "./reading.ts";
import { digitOf } from "./unescape.ts";

/** In no text in UTF-8: nothing that is looked for goes on beyond it. */
const barrier = 0xff;

/** What may be encoded in a text, as it stands there and unescaped: as base64 or in hex wherever it starts, or as numbers. */
export function decodings(written: Reading, meant: Reading): readonly Reading[] {
  const sextets = base64Digits(meant);
  const nibbles = hexDigits(written);
  return [
    ...[0, 1, 2, 3].map((phase) => fromBase64(sextets, phase)),
    ...[0, 1].map((phase) => fromHex(nibbles, phase)),
    ...[8, 10].map((radix) => fromNumbers(meant, radix)),
  ];
}

const sextetOf: Uint8Array = (() => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const values = new Uint8Array(256).fill(barrier);
  for (let value = 0; value < 64; value += 1) values[alphabet.charCodeAt(value)] = value;
  values[0x2d] = 62;
  values[0x5f] = 63;
  return values;
})();

/** Digits in both alphabets of base64 (RFC 4648). A sign that no other digit stands beside joins two of its pieces. */
function base64Digits(reading: Reading): Reading {
  const { bytes } = reading;
  const digits = new Uint8Array(bytes.length);
  const from = new Uint32Array(bytes.length);
  let length = 0;
  const isDigit = (at: number) => sextetOf[bytes[at] ?? 0x20] !== barrier;
  for (let at = 0; at < bytes.length; at += 1) {
    const value = sextetOf[bytes[at] ?? 0] ?? barrier;
    if (value === barrier || (value >= 62 && !isDigit(at - 1) && !isDigit(at + 1))) continue;
    digits[length] = value;
    from[length] = at;
    length += 1;
  }
  return derived(digits.subarray(0, length), reading, from);
}

function fromBase64({ bytes, startOf, endOf }: Reading, phase: number): Reading {
  const groups = Math.max(0, Math.ceil((bytes.length - phase) / 4));
  const decoded = new Uint8Array(3 * groups);
  for (let group = 0; group < groups; group += 1) {
    const at = phase + 4 * group;
    const a = bytes[at] ?? 0;
    const b = bytes[at + 1] ?? 0;
    const c = bytes[at + 2] ?? 0;
    const d = bytes[at + 3] ?? 0;
    decoded[3 * group] = (a << 2) | (b >> 4);
    decoded[3 * group + 1] = (b << 4) | (c >> 2);
    decoded[3 * group + 2] = (c << 6) | d;
  }
  const first = (place: number) => phase + 4 * Math.floor(place / 3) + (place % 3);
  const whole = Math.max(0, Math.floor(((bytes.length - phase) * 3) / 4));
  return {
    bytes: decoded.subarray(0, whole),
    startOf: (place) => startOf(first(place)),
    endOf: (place) => endOf(first(place) + 1),
  };
}

/** Fewer in a run cannot hold what is looked for. */
const fewestDigits = 12;

/** Digits in hex, whatever signs, `0x` or escapes such as `\x` stand between them. Another letter ends a run of them. */
function hexDigits(reading: Reading): Reading {
  const { bytes } = reading;
  const digits = new Uint8Array(bytes.length);
  const from = new Uint32Array(bytes.length);
  let length = 0;
  let run = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const digit = digitOf(byte);
    const isPrefix = byte === 0x30 && ((bytes[at + 1] ?? 0) | 0x20) === 0x78;
    if (isPrefix && digitOf(bytes[at + 2] ?? 0) < 16) at += 1;
    else if (digit < 16) {
      digits[length] = digit;
      from[length] = at;
      length += 1;
    } else if (isWord(byte) && length > run && !isEscaped(bytes, at)) {
      if (length - run < fewestDigits) length = run;
      else {
        digits[length] = barrier;
        from[length] = at;
        length += 1;
      }
      run = length;
    }
  }
  return derived(digits.subarray(0, length), reading, from);
}

/** Of `\x68`, `\u0068`, `\n` and `&#x68;`. */
function isEscaped(bytes: Uint8Array, at: number): boolean {
  const [before, byte = 0] = [bytes[at - 1], bytes[at]];
  return (before === 0x5c && "xunrt".includes(String.fromCharCode(byte))) || (before === 0x23 && byte === 0x78);
}

function fromHex(reading: Reading, phase: number): Reading {
  const { bytes } = reading;
  const decoded = new Uint8Array(bytes.length);
  const from = new Uint32Array(bytes.length);
  const to = new Uint32Array(bytes.length);
  let length = 0;
  let first = phase;
  for (let at = 0; at < bytes.length; at += 1) {
    const isBarrier = bytes[at] === barrier;
    if (isBarrier) first = at + 1 + phase;
    else if (at <= first || (at - first) % 2 === 0) continue;
    decoded[length] = isBarrier ? barrier : ((bytes[at - 1] ?? 0) << 4) | (bytes[at] ?? 0);
    from[length] = isBarrier ? at : at - 1;
    to[length] = at;
    length += 1;
  }
  return derived(decoded.subarray(0, length), reading, from, to);
}

/** Bytes in a list such as `[104, 118, 115]`, or in octal as `od -b` writes them. */
function fromNumbers(reading: Reading, radix: number): Reading {
  const { bytes } = reading;
  const decoded = new Uint8Array(bytes.length);
  const from = new Uint32Array(bytes.length);
  const to = new Uint32Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (!isWord(bytes[at])) continue;
    const first = at;
    let number = 0;
    for (; isWord(bytes[at]); at += 1) number = Math.min(barrier, number * radix + digitIn(bytes[at] ?? 0, radix));
    if (number === barrier && (length === 0 || decoded[length - 1] === barrier)) continue;
    decoded[length] = number;
    from[length] = first;
    to[length] = at - 1;
    length += 1;
  }
  return derived(decoded.subarray(0, length), reading, from, to);
}

function digitIn(byte: number, radix: number): number {
  const digit = digitOf(byte);
  return digit < radix ? digit : barrier;
}

function isWord(byte = 0): boolean {
  const letter = byte | 0x20;
  return byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x7a);
}
