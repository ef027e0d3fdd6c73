import { once } from "node:events";
import { mkdtempDisposable, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { repositoryCommand } from "../../tools/conformance/repository-command.ts";

const file = "tools/steady/main.ts";

describe("the steady command", () => {
  test("says how many runs gave the same verdicts", async () => {
    const ended = await repositoryCommand(file, ["--times", "2", "--runtime", "process", "--only", "PATH-01"]);

    expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: "2 of 2 sets of verdicts are identical" });
    expect(ended.stderr).toMatch(/^process 2: 2 passed, 0 failed, 0 blocked, 0 unsupported, 0 errors; 2 of 2 /m);
  });

  test("ends where it is interrupted, and leaves nothing behind", async () => {
    await using temporary = await mkdtempDisposable(join(tmpdir(), "steady-"));
    const running = execa(process.execPath, [file, "--times", "2", "--runtime", "process", "--only", "PATH-01"], {
      cwd: packageFolder,
      env: { TMPDIR: temporary.path },
      reject: false,
    });

    await once(running.stderr, "data");
    running.kill("SIGINT");

    expect(await running).toMatchObject({ exitCode: 130, stdout: "", stderr: expect.stringContaining("Interrupted") });
    expect(await readdir(temporary.path)).toEqual([]);
  });

  test.for<[args: readonly string[], said: RegExp]>([
    [["--times", "0"], /--times.*"0"/],
    [["--jobs", "x"], /--jobs.*"x"/],
    [["--runtime", "podman"], /podman.*process, docker, both/],
    [["--runtime", "process", "--only", "LOGIN-99"], /LOGIN-99/],
    [["--frobnicate"], /--frobnicate/],
  ])("a mistake is said: %j", async ([args, said]) => {
    const ended = await repositoryCommand(file, args);

    expect(ended, ended.stderr).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(said) });
  });
});
