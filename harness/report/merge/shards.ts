import { isDeepStrictEqual } from "node:util";
import type { Matrix } from "../../model/index.ts";
import { counted } from "../../text/index.ts";
import type { NamedReport } from "./read.ts";
import { twofold } from "./together.ts";

/** Reports in the order of their shards, and a sentence about those that are missing. */
export interface Shards {
  readonly reports: readonly NamedReport[];
  /** The whole of it; `undefined` where the reports are not of one matrix. */
  readonly matrix: Matrix | undefined;
  readonly missing: readonly string[];
}

/**
 * Puts the shards of a matrix in order; reports that are no shards stay as they are.
 * @throws WrongInput `report.other-matrix`, `report.twin-shard`
 */
export function inShards(reports: readonly NamedReport[]): Shards {
  const [first] = reports;
  const sharded = reports.filter(({ report }) => report.matrix?.shard !== undefined);
  const [one] = sharded;
  if (first === undefined || one === undefined) return { reports, matrix: commonMatrix(reports), missing: [] };
  for (const other of reports) checkSame(one, other);
  const byIndex = new Map<number, NamedReport>();
  for (const report of sharded) {
    const { index = 0, count = 0 } = report.report.matrix?.shard ?? {};
    const earlier = byIndex.get(index);
    if (earlier !== undefined)
      throw twofold("report.twin-shard", `Shard ${index} of ${count} occurs twice,`, earlier, report);
    byIndex.set(index, report);
  }
  return {
    reports: [...byIndex].toSorted(([a], [b]) => a - b).map(([, report]) => report),
    matrix: wholeOf(one.report.matrix),
    missing: missingOf(byIndex, one.report.matrix?.shard?.count ?? 0),
  };
}

function commonMatrix([first, ...others]: readonly NamedReport[]): Matrix | undefined {
  const matrix = first?.report.matrix;
  return others.every(({ report }) => isDeepStrictEqual(report.matrix, matrix)) ? matrix : undefined;
}

function wholeOf(matrix: Matrix | undefined): Matrix | undefined {
  if (matrix === undefined) return undefined;
  const { shard: _, ...whole } = matrix;
  return whole;
}

function checkSame(one: NamedReport, other: NamedReport): void {
  const [due, found] = [one, other].map(({ report }) => report.matrix);
  const isSame = due?.shard?.count === found?.shard?.count && isDeepStrictEqual(wholeOf(due), wholeOf(found));
  if (!isSame) throw twofold("report.other-matrix", "The matrix or its number of shards is different", one, other);
}

function missingOf(byIndex: ReadonlyMap<number, unknown>, count: number): readonly string[] {
  if (byIndex.size === count) return [];
  const missing: number[] = [];
  for (let index = 1; index <= count && missing.length < shownShards; index += 1)
    if (!byIndex.has(index)) missing.push(index);
  const more = count - byIndex.size - missing.length;
  const named = missing.join(", ") + (more > 0 ? ` and ${counted(more, "other")}` : "");
  return [
    `${count - byIndex.size === 1 ? "Shard" : "Shards"} ${named} of ${count} of the matrix ${count - byIndex.size === 1 ? "is" : "are"} missing.`,
  ];
}

const shownShards = 20;
