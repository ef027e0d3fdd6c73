import { AssertionError } from "node:assert";

/**
 * Fails the scenario with a verdict about the subject, where no matcher can say it.
 *
 * @throws AssertionError always
 */
export function failAs(expected: string, observed: string): never {
  throw new AssertionError({ message: `expected ${expected}, but ${observed}`, expected, actual: observed });
}
