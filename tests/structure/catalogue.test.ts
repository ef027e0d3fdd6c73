import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSource } from "../../harness/report/index.ts";
import { discoverScenarios, packageFolder } from "../../harness/run/index.ts";
import { requirements } from "../../scenarios/requirements.ts";

/** Those that follow from others have no scenario. */
const played = requirements.filter(({ derived }) => derived === undefined);
const scenarios = await discoverScenarios(join(packageFolder, "scenarios"));

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
  expect([...checked].toSorted()).toEqual(played.map(({ id }) => id).toSorted());
});

test("what a requirement is derived from is checked by scenarios", () => {
  const derived = requirements.flatMap((requirement) => requirement.derived ?? []);
  const sources = derived.map((derivation) => played.filter((requirement) => isSource(requirement, derivation)));

  expect(derived).toHaveLength(2);
  expect(sources.map((found) => found.length > 10)).toEqual([true, true]);
});

test.for(played)("$id is checked with the tokens that the catalogue names", async ({ id, tokens }) => {
  const files = scenarios.filter(({ requirement }) => requirement === id);
  const declared = await Promise.all(files.map(async ({ path }) => tokensIn(await readFile(path, "utf8"))));

  expect([...new Set(declared.flat())].toSorted()).toEqual(tokens.toSorted());
});

function tokensIn(text: string): string[] {
  const list = /\btokens: \[([^\]]*)\]/.exec(text)?.[1];
  return list === undefined ? ["none"] : [...list.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? "");
}
