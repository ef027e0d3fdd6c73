import { expect, test } from "vitest";
import { createTimeLeft, stretchOf } from "../../harness/plan/index.ts";
import { randomFrom } from "../../tools/chance.ts";

const random = randomFrom(20_260_801);
const weights = Array.from({ length: 1_000 }, () => 100 + random.below(5_000));
const weightOf = (weight: number) => weight;

test.for([1, 2, 3, 7, 40])("%d shards have every entry once, in order, and about the same weight", (count) => {
  const shards = Array.from({ length: count }, (_, at) => stretchOf(weights, weightOf, { index: at + 1, count }));

  expect(shards.flat()).toEqual(weights);
  const sums = shards.map((shard) => shard.reduce((sum, weight) => sum + weight, 0));
  expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(2 * Math.max(...weights));
});

test("of more shards than entries some are empty, and none is lost", () => {
  const shards = Array.from({ length: 9 }, (_, at) => stretchOf([3, 3, 3], weightOf, { index: at + 1, count: 9 }));

  expect(shards.flat()).toEqual([3, 3, 3]);
});

test("an entry without weight is in one shard too", () => {
  const shards = [1, 2].map((index) => stretchOf([0, 0, 0], weightOf, { index, count: 2 }));

  expect(shards.flat()).toHaveLength(3);
});

test("what is left is told by what scenarios usually take", () => {
  const tokens = ["oidc", "custom"] as const;
  const scenarios = [
    { name: "short", usualMs: 20_000, tokens },
    { name: "long", usualMs: 580_000, tokens },
  ];
  const timeLeft = createTimeLeft([{ scenarios }, { scenarios }], 2);

  expect(timeLeft.inWords()).toBe("0 of 8 results, about 10 min left");
  for (const name of ["short", "short", "long", "long", "short", "short", "long", "long"]) timeLeft.ended(name);
  expect(timeLeft.inWords()).toBe("8 of 8 results, about 0 s left");
});
