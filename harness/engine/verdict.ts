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

/** A scenario cannot run here, and the module is not to blame. */
export class Unsupported extends Error {}

/**
 * Ends the scenario as `unsupported`, where only the scenario itself finds that out.
 *
 * @throws Unsupported always
 */
export function unsupported(reason: string): never {
  throw new Unsupported(reason);
}

/** The module breaks another requirement that the scenario rests on, so the scenario cannot tell. */
export class Blocked extends Error {
  /** The id of the requirement that the module breaks. */
  readonly by: string;

  constructor(by: string, reason: string) {
    super(reason);
    this.by = by;
  }
}

/**
 * Ends the scenario as `blocked`, where the scenario itself finds that the module breaks a requirement that it rests on.
 *
 * @throws Blocked always
 */
export function blocked(by: string, reason: string): never {
  throw new Blocked(by, reason);
}

/**
 * Ends the scenario without a verdict: this machine, not the subject, is why nothing can be said.
 *
 * @throws HarnessFault `engine.cannot-tell` always
 */
export function cannotTell(problem: string, remedy: string): never {
  throw new HarnessFault("engine.cannot-tell", problem, remedy);
}
