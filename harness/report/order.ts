import type { Cell } from "../model/index.ts";
import type { ResultKey, TokenKind } from "../model/report/index.ts";

const tokenOrder: readonly TokenKind[] = ["oidc", "custom", "none"];

/** Compares results by the place of their cell, then by scenario and token: the order in which every report has them. */
export function resultOrder(cells: readonly Pick<Cell, "id">[]): (a: ResultKey, b: ResultKey) => number {
  const places = new Map(cells.map(({ id }, place) => [id, place]));
  return (a, b) =>
    (a.cell === b.cell ? 0 : (places.get(a.cell) ?? 0) - (places.get(b.cell) ?? 0)) ||
    compare(a.scenario, b.scenario) ||
    tokenOrder.indexOf(a.token) - tokenOrder.indexOf(b.token);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Notes each once: those of the run first, then those of results, which start with the requirement's id, in the catalogue's order. */
export function orderedNotes(notes: Iterable<string>, requirements: readonly string[]): readonly string[] {
  const places = new Map(requirements.map((id, place) => [id, place]));
  const place = (note: string): number => places.get(note.split(":", 1)[0] ?? "") ?? -1;
  return [...new Set(notes)]
    .map((note) => ({ note, place: place(note) }))
    .toSorted((a, b) => a.place - b.place || (a.place < 0 ? 0 : compare(a.note, b.note)))
    .map(({ note }) => note);
}
