import { expect } from "vitest";
import { becoming, becomingWords, livingWords, watched } from "../engine/watching.ts";
import { test } from "./site.ts";

test("every process of a container that lives 20 ms is seen, also as what it becomes", async ({ machine }) => {
  const batches = Array.from({ length: 6 }, (_, batch) => [1, 2, 3, 4, 5].map((index) => `SECRET-${batch}-${index}`));
  const seen = [];
  for (const names of batches) seen.push(...(await watched(machine, names.map(becoming))));

  expect(seen.map(({ args }) => [args.length, args.at(-1)])).toEqual(
    batches.flat().flatMap((name) => [becomingWords, livingWords].map((words) => [words, name])),
  );
  expect(new Set(seen.map(({ environment }) => environment?.find((entry) => entry.startsWith("OWN="))))).toEqual(
    new Set(batches.flat().map((name) => `OWN=${name}`)),
  );
});
