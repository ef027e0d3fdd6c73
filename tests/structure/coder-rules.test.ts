import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";

const document = await readFile(join(packageFolder, "docs/coder.md"), "utf8");
const rows = [...document.matchAll(/^\| (\d+\.\d+) \| (.+) \| (.+) \|$/gm)].map(
  ([, rule = "", what = "", here = ""]) => ({
    rule,
    what,
    here,
  }),
);

const tested = new Set(await inFiles("tests/coder/*.ts", /["`]((?:\d+\.\d+ )+)/g));
const cited = new Set(await inFiles("harness/{coder,engine}/**/*.ts", /\brules? ([\d., –and]*\d)/g));

/** The numbers of rules that a pattern finds in files. */
async function inFiles(pattern: string, mention: RegExp): Promise<readonly string[]> {
  const numbers = await Array.fromAsync(glob(pattern, { cwd: packageFolder }), async (file) => {
    const text = await readFile(join(packageFolder, file), "utf8");
    return [...text.matchAll(mention)].flatMap(([, found = ""]) => found.match(/\d+\.\d+/g) ?? []);
  });
  return numbers.flat();
}

test("docs/coder.md has every rule once, in order", () => {
  const numbers = rows.map(({ rule }) => rule.split(".").map(Number));
  expect(rows).toHaveLength(74);
  for (const [at, [section = 0, number = 0] = []] of numbers.entries()) {
    const [before = 0, last = 0] = numbers[at - 1] ?? [];
    expect([section, number]).toEqual(section === before ? [before, last + 1] : [before + 1, 1]);
  }
});

test.for(rows)("rule $rule is done, or it is said what differs", ({ what, here }) => {
  expect(what).toMatch(/\.$/);
  expect(here).toMatch(/^(Done|Differs: .+|No test: .+|No test, .+)/);
});

test.for(rows)("rule $rule has a test, or a reason why there is none", ({ rule, here }) => {
  expect(tested.has(rule)).toBe(!here.startsWith("No test"));
});

test("every rule that a test or the code names is there", () => {
  const known = new Set(rows.map(({ rule }) => rule));
  expect(cited.size).toBeGreaterThan(20);
  expect([...tested, ...cited].filter((rule) => !known.has(rule))).toEqual([]);
});
