/** Called when the first caller with a wish gets its turn, and when the last one has finished. */
export interface Turns<Wish> {
  readonly begin: (wish: Wish | undefined) => void;
  readonly end: () => void;
}

/**
 * Lets those who want the same go on at the same time, and those who want something else, or `undefined`, when all of
 * these have finished. Whoever disposes what it returns has finished.
 */
export function openTurns<Wish>({ begin, end }: Turns<Wish>): (wish: Wish | undefined) => Promise<Disposable> {
  let current: Wish | undefined;
  let holders = 0;
  let free = Promise.withResolvers<void>();
  return async (wish) => {
    while (holders > 0 && (wish === undefined || current !== wish)) await free.promise;
    if (holders === 0) begin(wish);
    current = wish;
    holders++;
    return {
      [Symbol.dispose]() {
        holders--;
        if (holders > 0) return;
        end();
        free.resolve();
        free = Promise.withResolvers();
      },
    };
  };
}
