import pMap from "p-map";
import { CannotRunHere } from "../../errors/index.ts";
import type { Lenience } from "../request.ts";

/** What was found for each word, or why it is not available. */
export type Found<T> = ReadonlyMap<string, T | CannotRunHere>;

/**
 * Finds each of several words once, one after the other: each may say what it downloads or builds.
 *
 * @throws CannotRunHere as `find` does, unless `lenience` leaves out what is not available
 */
export async function findEach<T>(
  words: readonly string[],
  find: (word: string) => Promise<T>,
  lenience: Lenience,
): Promise<Found<T>> {
  const pairs = await pMap(
    new Set(words),
    async (word): Promise<readonly [string, T | CannotRunHere]> => {
      try {
        return [word, await find(word)];
      } catch (error) {
        if (lenience === "leave out" && error instanceof CannotRunHere) return [word, error];
        throw error;
      }
    },
    { concurrency: 1 },
  );
  return new Map(pairs);
}

/** Everything that was available. */
export function foundIn<T>(found: Found<T>): readonly T[] {
  return [...found.values()].filter((one): one is Exclude<T, CannotRunHere> => !(one instanceof CannotRunHere));
}

/**
 * The first that was available.
 *
 * @throws CannotRunHere where none was
 */
export function firstFound<T>(found: Found<T>): T {
  for (const one of found.values()) if (!(one instanceof CannotRunHere)) return one;
  throw [...found.values()][0];
}
