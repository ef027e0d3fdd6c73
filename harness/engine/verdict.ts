import { AssertionError } from "node:assert";
import { HarnessFault } from "../errors/index.ts";

/**
 * Fails the scenario with a verdict about the subject, where no matcher can say it.
 *
 * @throws AssertionError always
 */
export function failAs(expected: string, observed: string): never {
  throw new AssertionError({ message: `expected ${expected}, but ${observed}`, expected, actual: observed });
}

/**
 * Ends the scenario without a verdict: this machine, not the subject, is why nothing can be said.
 *
 * @throws HarnessFault `engine.cannot-tell` always
 */
export function cannotTell(problem: string, remedy: string): never {
  throw new HarnessFault("engine.cannot-tell", problem, remedy);
}
