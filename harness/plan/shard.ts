import { WrongInput } from "../errors/index.ts";
import type { Shard } from "../model/index.ts";
import { quoted } from "../text/index.ts";
import type { PlannedCell } from "./planned-cell.ts";
import type { PlannedScenario } from "./scenarios.ts";

/**
 * Reads `I/N`.
 *
 * @throws WrongInput `option.shard`
 */
export function parseShard(text: string): Shard {
  const [, index, count] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && count !== undefined && index <= count) return { index, count };
  const problem = `--shard takes I/N with I from 1 to N, not ${quoted(text)}.`;
  throw new WrongInput("option.shard", problem, "Write 1/3 for the first of three parts.", { shard: text });
}

/** Milliseconds that every cell takes on top of its scenarios. */
const perCell = 3_000;

/**
 * The part of a plan that one shard runs. All parts take about the same time. Cells without scenarios are dropped.
 *
 * @throws WrongInput `selection.empty`
 */
export function shardOf(cells: readonly PlannedCell[], shard: Shard | undefined): readonly PlannedCell[] {
  if (shard === undefined) return cells;
  const all = cells.flatMap((cell) =>
    cell.scenarios.filter(({ everyStart }) => !everyStart || isOnly(cell)).map((scenario) => ({ cell, scenario })),
  );
  const timeOf = ({ cell, scenario }: (typeof all)[number]) => scenario.usualMs + perCell / cell.scenarios.length;
  const mine = stretchOf(all, timeOf, shard);
  if (mine.length === 0) {
    const problem = `There is no scenario in --shard ${shard.index}/${shard.count}.`;
    throw new WrongInput("selection.empty", problem, `Use at most ${all.length} shards.`, { scenarios: all.length });
  }
  return [...Map.groupBy(mine, ({ cell }) => cell)].map(([cell, own]) => ({
    ...cell,
    scenarios: withThoseOfEveryStart(
      own.map(({ scenario }) => scenario),
      cell,
    ),
  }));
}

/** What looks at every start goes with each part of the other scenarios; where there are no others, it is cut like them. */
function withThoseOfEveryStart(part: readonly PlannedScenario[], cell: PlannedCell): readonly PlannedScenario[] {
  return isOnly(cell) ? part : [...part, ...cell.scenarios.filter(({ everyStart }) => everyStart)];
}

function isOnly({ scenarios }: PlannedCell): boolean {
  return scenarios.every(({ everyStart }) => everyStart);
}

/**
 * A shard's part of a list, in the order of the list. Every entry is in exactly one shard, parts weigh about the same,
 * and none is empty where there are as many entries as shards.
 */
export function stretchOf<T>(all: readonly T[], weightOf: (one: T) => number, { index, count }: Shard): readonly T[] {
  const total = all.reduce((sum, one) => sum + weightOf(one), 0) || 1;
  let before = 0;
  let shard = 0;
  return all.filter((one, place) => {
    const weight = weightOf(one);
    // Its middle decides, so that no shard is longer than its share by more than half an entry.
    const due = Math.min(count, Math.floor(((before + weight / 2) / total) * count) + 1);
    const entriesLeft = all.length - 1 - place;
    const earliest = all.length < count ? due : Math.max(due, count - entriesLeft);
    shard = Math.min(earliest, shard + 1);
    before += weight;
    return shard === index;
  });
}
