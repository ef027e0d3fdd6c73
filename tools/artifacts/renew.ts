import { isDeepStrictEqual } from "node:util";
import pMap from "p-map";
import type { Pins } from "../../harness/artifacts/pins/index.ts";
import { HarnessError } from "../../harness/errors/index.ts";
import { type Answered, type Section, sections, type Wish } from "./wishes.ts";

/** Pins as their publishers have them, and what came of asking. */
export interface Renewal {
  readonly pins: Pins;
  readonly added: readonly string[];
  /** What is published under one name never changes: someone has to look at it. */
  readonly changed: readonly string[];
  /** What was not answered, with the reason; its entries are kept. */
  readonly unanswered: readonly string[];
}

/** Milliseconds that a publisher has to answer. */
const patience = 60_000;

/** Asks every publisher; what does not answer keeps its entries, and so does what nobody was asked for. */
export async function renew(pins: Pins, wishes: readonly Wish[]): Promise<Renewal> {
  const answers = await pMap(wishes, (wish) => ask(wish, pins), { concurrency: 4 });
  const unanswered = answers.flatMap((answer) => ("why" in answer ? [`${answer.what}: ${answer.why}`] : []));
  const found = answers.flatMap((answer) => ("why" in answer ? [] : [answer]));
  const [added, changed]: [string[], string[]] = [[], []];
  for (const section of sections) {
    for (const [name, entry] of found.flatMap((answer) => Object.entries(answer[section] ?? {}))) {
      const known: unknown = pins[section][name];
      if (known === undefined) added.push(name);
      else if (!isDeepStrictEqual(known, entry)) changed.push(name);
    }
  }
  const renewed = <S extends Section>(name: S): Pins[S] =>
    Object.assign({}, pins[name], ...found.map((answer) => answer[name] ?? {}));
  const all = { files: renewed("files"), programs: renewed("programs") };
  return {
    pins: { ...pins, ...all, modules: renewed("modules"), images: renewed("images") },
    added,
    changed,
    unanswered,
  };
}

type Answer = Answered | { readonly what: string; readonly why: string };

async function ask({ what, find }: Wish, pins: Pins): Promise<Answer> {
  try {
    return await find(AbortSignal.timeout(patience), pins);
  } catch (error) {
    if (error instanceof HarnessError) return { what, why: error.message };
    if (error instanceof DOMException) return { what, why: `no answer within ${patience / 1000} s` };
    throw error;
  }
}
