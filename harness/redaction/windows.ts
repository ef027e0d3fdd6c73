import { randomInt } from "node:crypto";

/** A stretch of bytes that is a piece of something known. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** Whether it is the whole of something known. */
  readonly whole: boolean;
}

/**
 * Knows every piece of some length of what was added, and finds stretches of them. However often a piece is there, it is
 * known once, and looking at one place costs the same whatever was added: all that is done here is linear.
 */
export interface Windows {
  add(bytes: Uint8Array, name: string): void;
  /** Stretches of at least so many bytes that are all known. */
  find(bytes: Uint8Array, least: number): readonly Hit[];
  /** How many places were looked at so far. */
  readonly steps: () => number;
}

/** Chosen anew by every process: nobody can make up pieces that all have one place in the table. */
const multiplier: number = (randomInt(2 ** 31) * 2 + 1) | 0;

/** What was added: from where on it is stored, until the next one. */
interface Owner {
  readonly from: number;
  readonly name: string;
}

export function createWindows(width: number): Windows {
  const names = new Map<string, string>();
  const owners: Owner[] = [];
  let store = new Uint8Array(1024);
  let stored = 0;
  /** Where in the store a piece begins, plus one; 0 is a free place. */
  let table = new Uint32Array(256);
  /** A bit for each place of the table that some piece would have if it were alone: small enough to be near at hand. */
  let homes = new Uint8Array(32);
  let shift = 24;
  /** 1 for each byte that is in something known: most of what is decoded by chance has others. */
  const occurs = new Uint8Array(256);
  let taken = 0;
  let steps = 0;
  const leaving = powerOf(width);

  const isAt = (from: number, bytes: Uint8Array, at: number) => {
    for (let place = 0; place < width; place += 1) if (store[from + place] !== bytes[at + place]) return false;
    return true;
  };
  /** The place of a piece in the table, or the free one that it would have. */
  const placeOf = (home: number, bytes: Uint8Array, at: number) => {
    for (let place = home; ; place = (place + 1) & (table.length - 1)) {
      steps += 1;
      const from = table[place] ?? 0;
      if (from === 0 || isAt(from - 1, bytes, at)) return place;
    }
  };
  const index = (from: number, end: number) => {
    let hash = 0;
    for (let at = from; at < end; at += 1) {
      const left = at - from < width ? 0 : Math.imul(leaving, store[at - width] ?? 0);
      hash = (Math.imul(hash, multiplier) + (store[at] ?? 0) - left) | 0;
      if (at - from < width - 1) continue;
      const home = homeOf(hash, shift);
      const place = placeOf(home, store, at - width + 1);
      if (table[place] !== 0) continue;
      table[place] = at - width + 2;
      homes[home >>> 3] = (homes[home >>> 3] ?? 0) | (1 << (home & 7));
      taken += 1;
    }
  };
  const makeRoom = (more: number) => {
    if (stored + more > store.length) {
      const larger = new Uint8Array(Math.max(2 * store.length, stored + more));
      larger.set(store);
      store = larger;
    }
    if (2 * (taken + more) <= table.length) return;
    const bits = Math.ceil(Math.log2(2 * (taken + more)));
    table = new Uint32Array(2 ** bits);
    homes = new Uint8Array(2 ** (bits - 3));
    shift = 32 - bits;
    taken = 0;
    for (const [at, { from }] of owners.entries()) index(from, owners[at + 1]?.from ?? stored);
  };
  const hit = (bytes: Uint8Array, start: number, end: number, last: number): Hit => {
    const whole = names.get(keyOf(bytes.subarray(start, end)));
    return { start, end, name: whole ?? nameAt(owners, last), whole: whole !== undefined };
  };

  return {
    steps: () => steps,
    add(bytes, name) {
      const key = keyOf(bytes);
      if (bytes.length < width || names.has(key)) return;
      names.set(key, name);
      makeRoom(bytes.length);
      owners.push({ from: stored, name });
      store.set(bytes, stored);
      stored += bytes.length;
      for (const byte of bytes) occurs[byte] = 1;
      index(stored - bytes.length, stored);
    },
    find(bytes, least) {
      const hits: Hit[] = [];
      if (taken === 0) return hits;
      steps += bytes.length;
      const { length } = bytes;
      // What is read at every place is kept at hand.
      const [near, by, out] = [homes, shift, leaving];
      let hash = 0;
      let start = -1;
      let last = 0;
      let foreign = -1;
      for (let at = 0; at <= length; at += 1) {
        const left = at < width ? 0 : Math.imul(out, bytes[at - width] ?? 0);
        hash = (Math.imul(hash, multiplier) + (bytes[at] ?? 0) - left) | 0;
        if (at === length || occurs[bytes[at] ?? 0] === 0) foreign = at;
        const home = homeOf(hash, by);
        const isNear = at - foreign >= width && ((near[home >>> 3] ?? 0) & (1 << (home & 7))) !== 0;
        const from = isNear ? (table[placeOf(home, bytes, at - width + 1)] ?? 0) : 0;
        if (from !== 0) {
          if (start < 0) start = at - width + 1;
          last = from - 1;
        } else if (start >= 0) {
          if (at - start >= least) hits.push(hit(bytes, start, at, last));
          start = -1;
        }
      }
      return hits;
    },
  };
}

function nameAt(owners: readonly Owner[], from: number): string {
  let [low, high] = [0, owners.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((owners[middle]?.from ?? 0) <= from) low = middle;
    else high = middle - 1;
  }
  return owners[low]?.name ?? "";
}

function homeOf(hash: number, shift: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> shift;
}

/** What a byte counts once so many have come after it. */
function powerOf(width: number): number {
  let power = 1;
  for (let at = 0; at < width; at += 1) power = Math.imul(power, multiplier);
  return power;
}

function keyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
