import { link, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { cleanCache, type Entry, folderOf, pathOf, use } from "../../harness/artifacts/cache/index.ts";
import { type Scratch, scratch } from "./run.ts";

const quietly = ({ options }: Scratch) => ({ ...options, onWait: () => {} });
const face = join(import.meta.dirname, "../../harness/artifacts/cache/index.ts");

test("what is in the cache is kept under its digest, and once however many entries have it", async () => {
  await using cache = await scratch();
  await inAnotherProcess(cache, { one: "the same", two: "the same", three: "another" });

  const kept = (await readdir(join(cache.folder, "sha256"), { recursive: true })).filter((name) => name.length > 60);

  expect(kept).toHaveLength(2);
  expect((await stat(pathOf(entry(cache, "one")))).nlink).toBe(3);
});

test("a name that is lost is given again without fetching", async () => {
  await using cache = await scratch();
  await inAnotherProcess(cache, { one: "content" });
  await rm(folderOf(entry(cache, "one")), { recursive: true });

  expect(await use(entry(cache, "one"), quietly(cache))).toMatchObject({ record: { name: "one" } });
  expect(await readFile(pathOf(entry(cache, "one")), "utf8")).toBe("content");
});

test("what was used least recently goes first, until there is little enough", async () => {
  await using cache = await scratch();
  await inAnotherProcess(cache, { one: "1".repeat(1000), two: "2".repeat(1000), three: "3".repeat(1000) });
  for (const [name, hour] of Object.entries({ one: 2, two: 3, three: 1 })) {
    await utimes(recordOf(cache, name), hour * 3600, hour * 3600);
  }

  expect(await cleanCache(cache.folder, cache.state, 1500)).toEqual({
    removed: ["three 1.0.0", "one 1.0.0"],
    inUse: [],
    freed: 2000,
    left: 1000,
  });
  expect(await use(entry(cache, "two"), quietly(cache))).toMatchObject({ record: { name: "two" } });
});

test("what a running process uses stays, and goes once that has ended", async () => {
  await using cache = await scratch();
  await inAnotherProcess(cache, { one: "content", two: "content" });
  const running = using(cache, "one");
  await running.used;

  expect(await cleanCache(cache.folder, cache.state, 0)).toMatchObject({
    removed: ["two 1.0.0"],
    inUse: ["one 1.0.0"],
  });
  expect(await readFile(pathOf(entry(cache, "one")), "utf8")).toBe("content");
  await running.end();
  expect(await cleanCache(cache.folder, cache.state, 0)).toMatchObject({ removed: ["one 1.0.0"], inUse: [], left: 0 });
  expect(await readdir(join(cache.folder, "holds"))).toEqual([]);
});

test("an entry of an older version of the tool is used, and counted", async () => {
  await using cache = await scratch();
  await inAnotherProcess(cache, { one: "content" });
  await rm(join(cache.folder, "sha256"), { recursive: true });

  expect(await cleanCache(cache.folder, cache.state, 7)).toMatchObject({ removed: [], left: 7 });
  expect(await use(entry(cache, "one"), quietly(cache))).toMatchObject({ record: { name: "one" } });
  expect((await stat(pathOf(entry(cache, "one")))).nlink).toBe(2);
});

test("what is not the cache's own stays", async () => {
  await using cache = await scratch();
  await inAnotherProcess(cache, { one: "content" });
  await mkdir(join(cache.folder, "documents"));
  await writeFile(join(cache.folder, "documents/novel.txt"), "long");
  await writeFile(join(cache.folder, "settings.json"), "{}");
  await link(join(cache.folder, "settings.json"), join(cache.folder, "one-linux_amd64.json.bak"));

  expect(await cleanCache(cache.folder, cache.state, 0)).toMatchObject({ removed: ["one 1.0.0"] });
  const left = await readdir(cache.folder);
  expect(left).toEqual(expect.arrayContaining(["documents", "settings.json", "one-linux_amd64.json.bak"]));
  expect(await readFile(join(cache.folder, "documents/novel.txt"), "utf8")).toBe("long");
});

function entry({ folder }: Scratch, name: string): Entry {
  return { folder, name, version: "1.0.0", file: "file" };
}

function recordOf(cache: Scratch, name: string): string {
  return `${folderOf(entry(cache, name))}.json`;
}

/** Fills entries in a process that ends, so that nothing holds them. */
async function inAnotherProcess({ folder, state }: Scratch, contents: Readonly<Record<string, string>>): Promise<void> {
  const script = `
    import { writeFile } from "node:fs/promises";
    import { fill } from ${JSON.stringify(face)};
    const options = { stateFolder: ${JSON.stringify(state)}, onWait() {} };
    for (const [name, content] of Object.entries(${JSON.stringify(contents)})) {
      const make = async (target) => (await writeFile(target, content), "package");
      await fill({ folder: ${JSON.stringify(folder)}, name, version: "1.0.0", file: "file" }, make, options);
    }`;
  await execa(process.execPath, ["--input-type=module", "--eval", script]);
}

/** A process that uses an entry until it is told to end. */
function using(
  cache: Scratch,
  name: string,
): { readonly used: Promise<unknown>; readonly end: () => Promise<unknown> } {
  const script = `
    import { use } from ${JSON.stringify(face)};
    const options = { stateFolder: ${JSON.stringify(cache.state)}, onWait() {} };
    console.log((await use(${JSON.stringify(entry(cache, name))}, options)).state);
    process.stdin.resume();`;
  const child = execa(process.execPath, ["--input-type=module", "--eval", script], { stdin: "pipe" });
  onTestFinished(async () => void (await child.catch(() => {})));
  const end = () => {
    child.stdin.end();
    return child;
  };
  return { used: new Promise((seen) => child.stdout.once("data", seen)), end };
}
