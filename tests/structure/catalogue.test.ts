import { glob } from "node:fs/promises";
import { relative } from "node:path";
import { expect, test } from "vitest";
import { scenariosFolder } from "../../harness/package/index.ts";
import { scenarioFiles } from "../../harness/plan/index.ts";
import { isSource } from "../../harness/report/index.ts";
import { requirements } from "../../scenarios/requirements.ts";

/** Those that follow from others have no scenario. */
const withScenarios = requirements.filter(({ derived }) => derived === undefined);
const scenarios = scenarioFiles(requirements);

test("no requirement is there twice, and no two scenarios have one name", () => {
  for (const names of [
    requirements.map(({ id }) => id),
    scenarios.map(({ requirement, name }) => `${requirement} ${name}`),
  ]) {
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  }
});

test("every requirement has a scenario, and every scenario a requirement", () => {
  const checked = new Set(scenarios.map(({ requirement }) => requirement));
  expect([...checked].toSorted()).toEqual(withScenarios.map(({ id }) => id).toSorted());
});

test("what a requirement is derived from is checked by scenarios", () => {
  const derived = requirements.flatMap((requirement) => requirement.derived ?? []);
  const sources = derived.map((derivation) => withScenarios.filter((requirement) => isSource(requirement, derivation)));

  expect(derived).toHaveLength(2);
  expect(sources.map((found) => found.length > 10)).toEqual([true, true]);
});

test("the scenario files that are there are those that the catalogue lists", async () => {
  const there = await Array.fromAsync(glob("**/*.test.ts", { cwd: scenariosFolder }));

  expect(scenarios.map(({ path }) => relative(scenariosFolder, path)).toSorted()).toEqual(there.toSorted());
});
