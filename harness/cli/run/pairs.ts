import { type HarnessError, WrongInput } from "../../errors/index.ts";
import { named, quoted } from "../../text/index.ts";

/**
 * Reads words such as `region=eu`.
 *
 * @throws WrongInput `option.pair`; several as `AggregateError`
 */
export function pairsOf(option: string, words: readonly string[]): Readonly<Record<string, string>> {
  const mistakes: HarnessError[] = [];
  const pairs = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf("=");
    const name = word.slice(0, Math.max(at, 0));
    if (name === "") mistakes.push(noPair(option, `${quoted(word)} is not one`));
    else if (pairs.has(name)) mistakes.push(noPair(option, `${named(name)} is given twice`));
    else pairs.set(name, word.slice(at + 1));
  }
  if (mistakes.length > 0) throw new AggregateError(mistakes);
  return Object.fromEntries(pairs);
}

function noPair(option: string, why: string): WrongInput {
  const remedy = `Write ${option} region=eu, once for each name.`;
  return new WrongInput("option.pair", `${option} takes NAME=VALUE, and ${why}.`, remedy, { option });
}
