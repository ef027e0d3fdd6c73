import { columns as ids } from "../../tools/mutants/kill-matrix.ts";

/**
 * The requirements that try the module at a place among several. Each requirement tries one of them, and the next one
 * another, for all of them take an hour; the variable EVERY_MODULE has every requirement try all.
 */
export function inTurn(at: number, modules: readonly unknown[]): readonly string[] {
  if (process.env.EVERY_MODULE) return ids;
  return ids.filter((_, place) => (place + at) % modules.length === 0);
}
