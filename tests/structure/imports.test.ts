import { glob, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";

/** The table of CONTRIBUTING.md, from the bottom up. */
const floors = (await readFile(join(packageFolder, "CONTRIBUTING.md"), "utf8"))
  .split("\n")
  .flatMap((line) => /^\| \d+ \| (`.*`) \|$/.exec(line)?.[1] ?? [])
  .map((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, folder]) => folder ?? ""))
  .reverse();

interface Import {
  readonly file: string;
  readonly target: string;
}

const imports = await Array.fromAsync(glob("harness/**/*.ts", { cwd: packageFolder }), importsOf).then((all) =>
  all.flat(),
);
const across = imports.filter(({ file, target }) => folderOf(file) !== folderOf(target));

async function importsOf(file: string): Promise<Import[]> {
  const text = await readFile(join(packageFolder, file), "utf8");
  const paths = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map((match) => match[1] ?? "");
  return paths.map((path) => ({ file, target: relative("/", join("/", dirname(file), path)) }));
}

function folderOf(file: string): string {
  const [root, folder = ""] = file.split("/");
  return root === "harness" ? folder : (root ?? "");
}

function floorOf(file: string): number {
  return floors.findIndex((floor) => floor.includes(folderOf(file)));
}

test("every folder of the harness has a floor, and every floor is of folders that are there", async () => {
  expect(imports.length).toBeGreaterThan(100);
  const folders = (await readdir(join(packageFolder, "harness"))).toSorted();
  expect(floors.flat().toSorted()).toEqual(folders);
  expect(imports.filter(({ file }) => floorOf(file) < 0)).toEqual([]);
});

test("imports point downwards", () => {
  const inside = across.filter(({ target }) => target.startsWith("harness/"));
  expect(inside.filter(({ file, target }) => floorOf(target) >= floorOf(file))).toEqual([]);
});

test("of what is outside, the harness imports the catalogue and its durations, into the plan, the command line and the engine", () => {
  const catalogue = ["scenarios/requirements.ts", "scenarios/durations.json"];
  const outside = across.filter(({ target }) => !target.startsWith("harness/"));
  expect(
    outside.filter(
      ({ file, target }) => !["plan", "cli", "engine"].includes(folderOf(file)) || !catalogue.includes(target),
    ),
  ).toEqual([]);
});

test("a folder is entered through its face", () => {
  const inside = across.filter(({ target }) => target.startsWith("harness/"));
  expect(inside.filter(({ target }) => !/^harness\/\w+\/index\.ts$/.test(target))).toEqual([]);
});
