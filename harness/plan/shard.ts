import { WrongInput } from "../errors/index.ts";
import type { Shard } from "../model/index.ts";
import { quoted } from "../text/index.ts";

/** Reads `I/N`; gives the mistake `option.shard` back, so that it can be reported beside others. */
export function parseShard(text: string): Shard | WrongInput {
  const [, index, count] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && count !== undefined && index <= count) return { index, count };
  const problem = `--shard takes I/N with I from 1 to N, not ${quoted(text)}.`;
  return new WrongInput("option.shard", problem, "Write 1/3 for the first of three parts.", { shard: text });
}

/** A shard's part of a list: every Nth from the Ith on. */
export function partOf<T>(all: readonly T[], { index, count }: Shard): readonly T[] {
  return all.filter((_, at) => at % count === index - 1);
}

/**
 * A shard's part of a list whose parts have to stay together: what begins within the shard's share of all weights, in
 * the order of the list. Every entry is in exactly one shard.
 */
export function stretchOf<T>(all: readonly T[], weightOf: (one: T) => number, { index, count }: Shard): readonly T[] {
  const total = all.reduce((sum, one) => sum + weightOf(one), 0) || 1;
  let before = 0;
  return all.filter((one) => {
    const weight = weightOf(one);
    // Its middle decides, so that no shard is longer than its share by more than half an entry.
    const at = Math.min(count, Math.floor(((before + weight / 2) / total) * count) + 1);
    before += weight;
    return at === index;
  });
}
