/** Numbers from 0 up to 1 that look like chance, and are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What {@link chance} decides. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly oneOf: <T>(all: readonly [T, ...T[]]) => T;
}

export function randomFrom(seed: number): Random {
  const next = chance(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, oneOf: (all) => all[below(all.length)] ?? all[0] };
}
