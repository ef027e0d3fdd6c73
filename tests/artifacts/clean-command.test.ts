import { createHash } from "node:crypto";
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { type Scratch, scratch } from "./run.ts";

test("clean --cache --keep leaves at most that much, and says what it removed", async () => {
  await using cache = await scratch();
  await putEntry(cache, "1.0.0", 3);
  await putEntry(cache, "2.0.0", 5);

  const { stdout, exitCode } = await clean(cache, ["--cache", "--keep", "2KiB"]);

  expect(exitCode).toBe(0);
  expect(stdout).toContain("openbao 1.0.0");
  expect(stdout).toContain("Freed: 1.5 KiB, left: 1.5 KiB.");
  expect((await readdir(cache.folder)).filter((name) => name.endsWith(".json"))).toEqual([
    "openbao-2.0.0-linux_amd64.json",
  ]);
});

test.for([
  ["--cache", "--keep", "10GB"],
  ["--cache", "--keep", "-1GiB"],
  ["--cache", "--keep", ""],
  ["--keep", "10GiB"],
])("clean %j is the caller's mistake, and removes nothing", async (args) => {
  await using cache = await scratch();
  await putEntry(cache, "1.0.0", 3);

  const { stderr, exitCode } = await clean(cache, args);

  expect(exitCode).toBe(2);
  expect(stderr).toContain("--keep");
  expect(await readdir(cache.folder)).toHaveLength(2);
});

function clean(
  { folder, state }: Scratch,
  args: readonly string[],
): Promise<{ stdout: string; stderr: string; exitCode?: number }> {
  const main = join(import.meta.dirname, "../../harness/cli/main.ts");
  const env = {
    VAULT_JWT_CONFORMANCE_CACHE: folder,
    VAULT_JWT_CONFORMANCE_STATE: state,
    XDG_RUNTIME_DIR: folder,
    TMPDIR: folder,
  };
  return execa(process.execPath, [main, "clean", ...args], { env, reject: false });
}

/** 1.5 KiB as an older version of the tool has left them, last used at some hour. */
async function putEntry({ folder }: Scratch, version: string, hour: number): Promise<void> {
  const content = version.repeat(400).slice(0, 1536);
  const key = join(folder, `openbao-${version}-linux_amd64`);
  const sha256 = createHash("sha256").update(content).digest("hex");
  await mkdir(key);
  await writeFile(join(key, "bao"), content);
  const record = { name: "openbao", version, file: "bao", sha256, size: content.length, origin: "package" };
  await writeFile(`${key}.json`, JSON.stringify(record));
  await utimes(`${key}.json`, hour * 3600, hour * 3600);
}
