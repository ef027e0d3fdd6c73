import { HarnessError, WrongInput } from "../errors/index.ts";
import { quoted } from "../text/index.ts";

/** Waits for all checks, so that every mistake is told at once; what each has come to is its promise's to say. */
export async function allOf(checks: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(checks);
  const mistakes = results.flatMap((result): unknown[] => {
    if (result.status === "fulfilled") return [];
    return result.reason instanceof AggregateError ? result.reason.errors : [result.reason];
  });
  const fault = mistakes.find((mistake) => !(mistake instanceof HarnessError));
  if (fault !== undefined) throw fault;
  if (mistakes.length > 0) throw mistakes.length === 1 ? mistakes[0] : new AggregateError(mistakes);
}

/** A check that is made at once, and whose mistake waits for {@link allOf}. */
export async function checked<T>(check: () => T | Promise<T>): Promise<T> {
  return await check();
}

/** {@link checked}, for an option that may be left out. */
export async function checkGiven<T>(
  value: string | undefined,
  check: (value: string) => T | Promise<T>,
): Promise<T | undefined> {
  return value === undefined ? undefined : await check(value);
}

/** An empty path would be the current folder, which nobody means who leaves a variable unset. */
export async function checkPath<T>(
  option: string,
  path: string | undefined,
  check: (path: string) => T | Promise<T>,
): Promise<T | undefined> {
  if (path !== "") return await checkGiven(path, check);
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
    option === "--jobs" ? "Leave it out for as many as this machine has cores." : `Write ${option} 3, for example.`,
    { option, text },
  );
}

/** Checks that a word is a version with three numbers. */
export async function aVersion(option: string, word: string, kinds = "a version such as 2.13.1"): Promise<void> {
  const { isVersion } = await import("../artifacts/index.ts");
  if (isVersion(word)) return;
  const problem = `${option} takes a version with three numbers, not ${quoted(word)}.`;
  throw new WrongInput("option.version", problem, `Write ${kinds}, or leave it out.`, { option, word });
}
