import { expect, test } from "vitest";
import { findSuspects } from "../../harness/engine/template/index.ts";

const parts = Array.from({ length: 9 }, (_, at) => ({
  address: `coder_env.v${at}`,
  overrides: false,
  isScript: false,
}));
const named = (...numbers: readonly number[]) => parts.filter((_, at) => numbers.includes(at));

/** A scenario that fails as long as one of these parts is there. */
function failsWith(culprits: readonly number[]) {
  const runs: (readonly string[])[] = [];
  const passes = async (without: readonly { readonly address: string }[]) => {
    const gone = without.map(({ address }) => address);
    runs.push(gone);
    return named(...culprits).every(({ address }) => gone.includes(address));
  };
  return { runs, passes };
}

test.for(parts.map((_, at) => at))("part %i is found by halves, and counted", async (culprit) => {
  const { runs, passes } = failsWith([culprit]);

  expect(await findSuspects(parts, passes)).toEqual(named(culprit));
  expect(runs.length).toBeLessThanOrEqual(10);
});

test("what was found before is tried first, and then nothing else", async () => {
  const { runs, passes } = failsWith([7]);

  expect(await findSuspects(parts, passes, { before: named(7) })).toEqual(named(7));
  expect(runs).toEqual([["coder_env.v7"]]);
});

test("two parts that a scenario fails with are named together with what is between them", async () => {
  const { passes } = failsWith([0, 8]);

  expect(await findSuspects(parts, passes)).toEqual(parts);
});

test("where the template is not why, one run tells", async () => {
  const runs: number[] = [];
  const passes = async (without: readonly unknown[]) => {
    runs.push(without.length);
    return false;
  };

  expect(await findSuspects(parts, passes)).toBeUndefined();
  expect(runs).toEqual([9]);
});

test("no run begins when there is no time left", async () => {
  const { runs, passes } = failsWith([7]);

  expect(await findSuspects(parts, passes, { until: 0 })).toBeUndefined();
  expect(runs).toEqual([]);
});

test("a scenario that passes with everything the second time has nothing to do with it", async () => {
  expect(await findSuspects(parts, async () => true)).toBeUndefined();
});
