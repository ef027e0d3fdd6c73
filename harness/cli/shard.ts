import { WrongInput } from "../errors/index.ts";
import { quoted } from "../text/index.ts";

/** Every `count`th of a list, from the `index`th on, which counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads `I/N`; gives the mistake `option.shard` back, so that it can be reported beside others. */
export function parseShard(text: string): Shard | WrongInput {
  const [, index, count] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && count !== undefined && index <= count) return { index, count };
  const problem = `--shard takes I/N with I from 1 to N, not ${quoted(text)}.`;
  return new WrongInput("option.shard", problem, "Write 1/3 for the first of three parts.", { shard: text });
}

/** A shard's part of a list. */
export function partOf<T>(all: readonly T[], { index, count }: Shard): readonly T[] {
  return all.filter((_, at) => at % count === index - 1);
}
