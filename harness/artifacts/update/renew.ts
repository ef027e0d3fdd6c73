import { isDeepStrictEqual } from "node:util";
import pMap from "p-map";
import { HarnessError } from "../../errors/index.ts";
import type { Pins } from "../pins/index.ts";
import type { Section, Wish } from "./wishes.ts";

/** Pins as their publishers have them, and what came of asking. */
export interface Renewal {
  readonly pins: Pins;
  readonly added: readonly string[];
  /** What is published under one name never changes: someone has to look at it. */
  readonly changed: readonly string[];
  /** What was not answered, with the reason; its entries are kept. */
  readonly unanswered: readonly string[];
}

/** Milliseconds that a publisher has. */
const patience = 60_000;

/** Asks every publisher; what does not answer keeps its entries, and so does what nobody was asked for. */
export async function renew(pins: Pins, wishes: readonly Wish[]): Promise<Renewal> {
  const answers = await pMap(wishes, ask, { concurrency: 4 });
  const unanswered = answers.flatMap((answer) => ("why" in answer ? [`${answer.what}: ${answer.why}`] : []));
  const sections = { files: {}, modules: {}, images: {} };
  const [added, changed]: [string[], string[]] = [[], []];
  for (const answer of answers) {
    if ("why" in answer) continue;
    Object.assign(sections[answer.section], answer.entries);
    for (const [name, entry] of Object.entries(answer.entries)) {
      const known: unknown = pins[answer.section][name];
      if (known === undefined) added.push(name);
      else if (!isDeepStrictEqual(known, entry)) changed.push(name);
    }
  }
  const section = <S extends Section>(name: S) => ({ ...pins[name], ...sections[name] });
  const renewed = { ...pins, files: section("files"), modules: section("modules"), images: section("images") };
  return { pins: renewed, added, changed, unanswered };
}

type Answer =
  | { readonly what: string; readonly section: Section; readonly entries: Pins[Section] }
  | { readonly what: string; readonly why: string };

async function ask({ what, section, find }: Wish): Promise<Answer> {
  try {
    return { what, section, entries: await find(AbortSignal.timeout(patience)) };
  } catch (error) {
    if (error instanceof HarnessError) return { what, why: error.message };
    if (error instanceof DOMException) return { what, why: `no answer within ${patience / 1000} s` };
    throw error;
  }
}
