import { mkdtempDisposable, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { repositoryCommand } from "../../tools/conformance/repository-command.ts";

const file = "tools/torture/main.ts";

describe("the torture command", { timeout: 240_000 }, () => {
  test("finds nothing left of runs that were killed", async () => {
    const ended = await repositoryCommand(file, ["--kills", "4", "--at-once", "2", "--seed", "8"]);

    expect(ended, ended.stdout).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^4 runs .* 0 left something$/m),
    });
  });

  test("names what is left, and how to kill such a run again", async () => {
    await using temporary = await mkdtempDisposable(join(tmpdir(), "tt-"));
    const ended = await execa(process.execPath, [file, "--kills", "1", "--seed", "4", "--control"], {
      cwd: packageFolder,
      env: { TMPDIR: temporary.path },
      reject: false,
    });

    expect(ended).toMatchObject({ exitCode: 1 });
    expect(ended.stdout).toMatch(/^1 runs .* 1 left something$/m);
    expect(ended.stdout).toMatch(/^ {2}temporary file vault-jwt-conformance-\d+$/m);
    expect(ended.stdout).toMatch(/^ {2}repeat: npm run torture -- --kills 1 --seed 4 --runtime process$/m);
    expect(await readdir(temporary.path)).toEqual([]);
  });

  test.for<[args: readonly string[], said: RegExp]>([
    [["--kills", "0"], /--kills.*"0"/],
    [["--at-once", "x"], /--at-once.*"x"/],
    [["--seed", "-1"], /--seed.*"-1"/],
    [["--runtime", "podman"], /podman.*docker, process/],
  ])("a mistake is said: %j", async ([args, said]) => {
    const ended = await repositoryCommand(file, args);

    expect(ended, ended.stderr).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(said) });
  });
});
