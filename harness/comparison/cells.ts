import type { Cell } from "../model/index.ts";

/** Ids of cells of an earlier report whose versions changed, with those of the cells that were asked for with the same words. */
export function cellPairs(before: readonly Cell[], after: readonly Cell[]): ReadonlyMap<string, string> {
  const old = new Set(before.map(({ id }) => id));
  const known = new Set(after.map(({ id }) => id));
  const left = new Map<string, string[]>();
  for (const cell of after.filter(({ id }) => !old.has(id))) {
    const words = wordsOf(cell);
    if (words !== undefined) left.set(words, [...(left.get(words) ?? []), cell.id]);
  }
  const pairs = before
    .filter(({ id }) => !known.has(id))
    .flatMap((cell): readonly (readonly [string, string])[] => {
      // Words that resolve to several versions give several cells, newest first in both.
      const id = left.get(wordsOf(cell) ?? "")?.shift();
      return id === undefined ? [] : [[cell.id, id]];
    });
  return new Map(pairs);
}

function wordsOf({ asked }: Cell): string | undefined {
  if (asked === undefined) return undefined;
  return JSON.stringify(Object.entries(asked).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
