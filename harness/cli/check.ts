import semver from "semver";
import { HarnessError, WrongInput } from "../errors/index.ts";
import { quoted } from "../text/index.ts";

/** Carries all checks out, so that every mistake is told at once. */
export async function allOf(checks: readonly (() => unknown)[]): Promise<void> {
  const results = await Promise.allSettled(checks.map(async (check) => await check()));
  const mistakes = results.flatMap((result): unknown[] => {
    if (result.status === "fulfilled") return [];
    return result.reason instanceof AggregateError ? result.reason.errors : [result.reason];
  });
  const fault = mistakes.find((mistake) => !(mistake instanceof HarnessError));
  if (fault !== undefined) throw fault;
  if (mistakes.length > 0) throw mistakes.length === 1 ? mistakes[0] : new AggregateError(mistakes);
}

/** An empty path would be the current folder, which nobody means who leaves a variable unset. */
export async function checkPath(
  option: string,
  path: string | undefined,
  check: (path: string) => unknown,
): Promise<void> {
  if (path === undefined) return;
  if (path !== "") return void (await check(path));
  throw new WrongInput("option.path", `${option} takes a path, not an empty word.`, "Give a path, or leave it out.", {
    option,
  });
}

export function oneOf<T extends string>(option: string, words: readonly T[], word: string): T {
  const found = words.find((known) => known === word);
  if (found !== undefined) return found;
  const problem = `${option} does not take ${quoted(word)}.`;
  throw new WrongInput("option.unknown", problem, `Choose among: ${words.join(", ")}.`, { option, word });
}

export function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new WrongInput(
    "option.number",
    `${option} takes a whole number from 1, not ${quoted(text)}.`,
    "Leave it out for as many as this machine has cores.",
    { option, text },
  );
}

/** Checks that a word is a version with three numbers. */
export function aVersion(option: string, word: string): void {
  if (/^\d\S*$/.test(word) && semver.valid(word) !== null) return;
  const problem = `${option} takes a version with three numbers, not ${quoted(word)}.`;
  throw new WrongInput("option.version", problem, "Write a version such as 2.13.1, or leave it out.", { option, word });
}
