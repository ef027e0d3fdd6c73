import type { Cell } from "../model/index.ts";
import type { Excuse, ResultKey } from "../model/report/index.ts";
import { isMeant } from "./cells.ts";
import { isNamed, listOf, requirementsOf } from "./words.ts";

/** A result that an entry is about. */
export interface ExcusePlace<E, R> {
  readonly entry: E;
  readonly requirement: string;
  readonly result: R;
}

/** Which results are excused, and which entries need attention. */
export interface Judgement<E, R> {
  /** The entry that excuses each result: the first match that has not expired. */
  readonly excused: ReadonlyMap<R, ExcusePlace<E, R>>;
  /** Results that only an expired entry matches. */
  readonly expired: readonly ExcusePlace<E, R>[];
  /** Results that pass although an entry lists them: one for each requirement, cell and token. */
  readonly stale: readonly ExcusePlace<E, R>[];
}

interface Input<E, R> {
  readonly entries: readonly E[];
  /** The outcomes that an entry excuses. */
  readonly allows: (entry: E) => readonly string[];
  readonly requirements: readonly { readonly id: string; readonly results: readonly R[] }[];
  readonly cells: readonly Cell[];
  readonly on: Date;
}

/** Decides which results the entries excuse. */
export function judge<E extends Excuse, R extends ResultKey & { readonly outcome: string }>(
  input: Input<E, R>,
): Judgement<E, R> {
  const { entries, allows, requirements, cells, on } = input;
  const excused = new Map<R, ExcusePlace<E, R>>();
  const expired: ExcusePlace<E, R>[] = [];
  const stale: ExcusePlace<E, R>[] = [];
  for (const entry of entries) {
    const patterns = listOf(entry.cell, entry.cells) ?? [{}];
    const ids = new Set(cells.filter((cell) => patterns.some((one) => isMeant(cell, one))).map(({ id }) => id));
    const words = requirementsOf(entry);
    for (const { id, results } of requirements.filter((one) => words.some((word) => isNamed(one.id, word)))) {
      for (const group of groupsOf(results.filter((result) => isAbout(entry, result) && ids.has(result.cell)))) {
        const place = (result: R): ExcusePlace<E, R> => ({ entry, requirement: id, result });
        const fitting = group.filter(({ outcome }) => allows(entry).includes(outcome));
        if (isExpired(entry, on)) expired.push(...fitting.map(place));
        else for (const result of fitting) if (!excused.has(result)) excused.set(result, place(result));
        const passing = group.find(({ outcome }) => outcome === "pass");
        if (fitting.length === 0 && passing !== undefined) stale.push(place(passing));
      }
    }
  }
  return { excused, expired: expired.filter(({ result }) => !excused.has(result)), stale };
}

/** Whether the last day of an entry, in UTC, is over. */
export function isExpired({ expires }: Pick<Excuse, "expires">, on: Date): boolean {
  return expires !== undefined && on.toISOString().slice(0, 10) > expires;
}

function isAbout(entry: Excuse, { scenario, token }: ResultKey): boolean {
  return (entry.scenario ?? scenario) === scenario && (listOf(entry.token, entry.tokens)?.includes(token) ?? true);
}

/** A requirement with several scenarios is excused as a whole: its entry is not stale while one of them fails. */
function groupsOf<R extends ResultKey>(results: readonly R[]): Iterable<readonly R[]> {
  return Map.groupBy(results, ({ token, cell }) => `${token} ${cell}`).values();
}
