import { access, glob, readFile } from "node:fs/promises";
import { join, matchesGlob } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { attacks, hostileModules } from "../../tools/index.ts";

const names = [...hostileModules, ...attacks].map(({ name }) => name);
const rows = (await readFile(join(packageFolder, "SECURITY.md"), "utf8")).split("\n").flatMap((line) => {
  const [, promise = "", holders] = /^\| (.*?) \| (.*) \|$/.exec(line) ?? [];
  return holders === undefined || /^-|^promise$/i.test(promise) ? [] : [{ promise, holders: wordsIn(holders) }];
});

function wordsIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}

async function isThere(holder: string): Promise<boolean> {
  if (!holder.startsWith("tests/")) return names.some((name) => matchesGlob(name, holder));
  if (!holder.includes("*"))
    return await access(join(packageFolder, holder)).then(
      () => true,
      () => false,
    );
  for await (const _ of glob(holder, { cwd: packageFolder })) return true;
  return false;
}

test("every promise of SECURITY.md is held by tests, hostile modules or attacks that exist", async () => {
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ holders }) => holders.length === 0)).toEqual([]);
  const holders = rows.flatMap((row) => row.holders);
  const found = await Promise.all(holders.map(isThere));

  expect(holders.filter((_, at) => !found[at])).toEqual([]);
});

test("every hostile module and every attack holds a promise of SECURITY.md", () => {
  const holders = rows.flatMap((row) => row.holders);

  expect(names.filter((name) => !holders.some((holder) => matchesGlob(name, holder)))).toEqual([]);
});
