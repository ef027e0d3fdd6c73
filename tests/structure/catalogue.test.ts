import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { discoverScenarios, packageFolder } from "../../harness/run/index.ts";
import { requirements } from "../../scenarios/requirements.ts";

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
  expect([...checked].toSorted()).toEqual(requirements.map(({ id }) => id).toSorted());
});

test.for(requirements)("$id is checked with the tokens that the catalogue names", async ({ id, tokens }) => {
  const files = scenarios.filter(({ requirement }) => requirement === id);
  const declared = await Promise.all(files.map(async ({ path }) => tokensIn(await readFile(path, "utf8"))));

  expect([...new Set(declared.flat())].toSorted()).toEqual(tokens.toSorted());
});

function tokensIn(text: string): string[] {
  const list = /\btokens: \[([^\]]*)\]/.exec(text)?.[1];
  return list === undefined ? ["none"] : [...list.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? "");
}
