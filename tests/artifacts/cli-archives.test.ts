import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { fill } from "../../harness/artifacts/cache/index.ts";
import { findCliArchives } from "../../harness/artifacts/index.ts";
import { type Scratch, scratch } from "./run.ts";

const here = `linux_${process.arch === "x64" ? "amd64" : process.arch}`;

test("stand-ins are what one gets who wants them, and nobody is asked", async () => {
  await using cache = await scratch();

  expect(await findCliArchives("stand-in", ["1.17.5"], cache.options)).toEqual({ kind: "stand-in" });
  expect(cache.messages).toEqual([]);
});

test("genuine archives that are not available are reported as missing", async () => {
  await using cache = await scratch();
  const options = { ...cache.options, offline: true };

  await expect(findCliArchives("genuine", ["1.17.5"], options)).rejects.toMatchObject({
    code: "archives.unavailable",
    status: 3,
    remedy: expect.stringContaining("--cli-archives stand-in"),
  });
});

test("by default stand-ins take the place of archives that are not available, and a message says so", async () => {
  await using cache = await scratch();
  const options = { ...cache.options, offline: true };

  expect(await findCliArchives("auto", ["1.17.5"], options)).toEqual({ kind: "stand-in" });
  expect(cache.messages).toEqual([expect.stringContaining("stand-ins")]);
});

test("cached archives are used without asking anybody: the pinned version, and the newest beside it", async () => {
  await using cache = await scratch();
  for (const version of ["1.17.5", "1.20.4", "1.9.10"]) await publish(cache, version);

  const found = await findCliArchives("auto", ["1.17.5"], { ...cache.options, offline: true });

  expect(found).toMatchObject({ kind: "genuine", newest: "1.20.4" });
  const files = found.kind === "genuine" ? found.files.map((path) => basename(path)) : [];
  expect(files).toEqual(["1.17.5", "1.20.4"].flatMap(filesOf));
});

function filesOf(version: string): string[] {
  const list = `vault_${version}_SHA256SUMS`;
  return [`vault_${version}_${here}.zip`, list, `${list}.sig`];
}

async function publish({ folder, options }: Scratch, version: string): Promise<void> {
  const names = ["vault-archive", "vault-checksums", "vault-signature"];
  for (const [place, file] of filesOf(version).entries()) {
    const make = async (target: string) => {
      await writeFile(target, file);
      return "release" as const;
    };
    await fill({ folder, name: names[place] ?? "", version, file }, make, { ...options, onWait: () => {} });
  }
}
