import { existsSync } from "node:fs";
import { glob, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";

/** The table of CONTRIBUTING.md, from the bottom up. */
const floors = (await readFile(join(packageFolder, "CONTRIBUTING.md"), "utf8"))
  .split("\n")
  .flatMap((line) => /^\| \d+ \| (`.*`) \|$/.exec(line)?.[1] ?? [])
  .map((cell) => [...cell.matchAll(/`([\w/-]+)`/g)].map(([, folder]) => folder ?? ""))
  .reverse();

interface Import {
  readonly file: string;
  readonly target: string;
  /** Whether it is loaded only where it is used. */
  readonly isLazy: boolean;
}

const imports = await Array.fromAsync(glob("harness/**/*.ts", { cwd: packageFolder }), importsOf).then((all) =>
  all.flat(),
);
const across = imports.filter(({ file, target }) => folderOf(file) !== folderOf(target));

async function importsOf(file: string): Promise<Import[]> {
  const text = await readFile(join(packageFolder, file), "utf8");
  return [...text.matchAll(/(from|import\()\s*"(\.[^"]+)"/g)].map(([, how, path = ""]) => ({
    file,
    target: relative("/", join("/", dirname(file), path)),
    isLazy: how !== "from",
  }));
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
  const named = floors.flat();
  expect(named.filter((name) => !name.includes("/")).toSorted()).toEqual(folders);
  expect(named.filter((name) => !existsSync(join(packageFolder, "harness", name)))).toEqual([]);
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

test("a folder is entered through its face, and one inside another only where the table names it", () => {
  const faces = floors.flat().map((name) => `harness/${name}/index.ts`);
  const inside = across.filter(({ target }) => target.startsWith("harness/"));
  expect(inside.filter(({ target }) => !faces.includes(target))).toEqual([]);
});

test("a face has at most 20 exports", async () => {
  const faces = await Array.fromAsync(glob("harness/**/index.ts", { cwd: packageFolder }));
  const counted = await Promise.all(faces.map(async (face) => [face, (await exportsOf(face)).length] as const));
  expect(counted.length).toBeGreaterThan(50);
  expect(counted.filter(([, exports]) => exports > 20)).toEqual([]);
});

test("no file of the harness imports itself through others", () => {
  const targets = Map.groupBy(imports, ({ file }) => file);
  const done = new Set<string>();
  const circle = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const { target, isLazy } of targets.get(file) ?? []) {
      const found = isLazy ? undefined : circle(target, [...way, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  expect([...targets.keys()].map((file) => circle(file, [])).find((found) => found !== undefined)).toBeUndefined();
});

/** What a file exports, with what comes through it from others. */
async function exportsOf(file: string): Promise<readonly string[]> {
  const text = await readFile(join(packageFolder, file), "utf8");
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = ""]) => names.split(","));
  const declared = [...text.matchAll(/^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm)];
  const namespaces = [...text.matchAll(/^export \* as (\w+)/gm)];
  const others = [...text.matchAll(/^export (?:type )?\* from "([^"]+)"/gm)].map(([, path = ""]) => path);
  const through = await Promise.all(others.map((path) => exportsOf(join(dirname(file), path))));
  const own = [...listed.map((name) => name.trim()), ...[...declared, ...namespaces].map(([, name = ""]) => name)];
  return [...own.filter((name) => name !== ""), ...through.flat()];
}
