import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import { openRun } from "../../harness/runtime/scope/index.ts";

test.each<[what: string, script: string]>([
  ["a folder that nobody may look into", "mkdir -p shut/in && : > shut/in/file && chmod 0000 shut/in shut"],
  [
    "a path that is longer than a program can name",
    `name=$(printf %0200d 0); for depth in $(seq 30); do mkdir $name && cd -P $name; done; : > file; chmod 0000 .`,
  ],
  ["names that are no text", `: > "$(printf 'a\\nb\\377')"; : > -r; ln -s / root`],
])("a run's end removes %s", async (_what, script) => {
  const run = await openRun(false);
  await execa("sh", ["-c", script], { cwd: run.folder });

  await run[Symbol.asyncDispose]();

  expect(existsSync(run.folder)).toBe(false);
});

test("a run's end ends what works in its folder with an empty environment, and its children elsewhere", async () => {
  const run = await openRun(false);
  const name = `hidden-${run.id}`;
  const parent = `(cd / && exec sh -c 'sleep 900; :' ${name}); :`;
  await execa("sh", ["-c", 'env -i setsid /bin/sh -c "$0" "$1" &', parent, name], { cwd: run.folder, stdio: "ignore" });
  await expect.poll(async () => (await commandsWith(name)).length).toBe(2);

  await run[Symbol.asyncDispose]();

  expect(await commandsWith(name)).toEqual([]);
});

async function commandsWith(word: string): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return lines.filter((line) => line.includes(word));
}
