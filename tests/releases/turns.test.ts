import { expect, test } from "vitest";
import { openTurns } from "../../harness/releases/turns.ts";

const recorded = () => {
  const seen: string[] = [];
  const turn = openTurns<string>({ begin: (wish) => seen.push(wish ?? "nothing"), end: () => seen.push("end") });
  return { seen, turn };
};

test("who wants the same goes on together, and who wants something else after them", async () => {
  const { seen, turn } = recorded();
  const slow = await turn("slow");
  const slowToo = await turn("slow");
  const down = turn("down").then((held) => {
    seen.push("down is held");
    return held;
  });

  slow[Symbol.dispose]();
  await Promise.resolve();
  expect(seen).toEqual(["slow"]);
  slowToo[Symbol.dispose]();
  (await down)[Symbol.dispose]();

  expect(seen).toEqual(["slow", "end", "down", "down is held", "end"]);
});

test("who wants nothing goes on alone", async () => {
  const { seen, turn } = recorded();
  const first = await turn(undefined);
  const second = turn(undefined);

  await Promise.resolve();
  expect(seen).toEqual(["nothing"]);
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();

  expect(seen).toEqual(["nothing", "end", "nothing", "end"]);
});
