import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkspace, type Workspace, workingMeans } from "./workspace.ts";

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace(means);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());

  test.each([
    ["true", 0],
    ["exit 7", 7],
    ["kill -TERM $$", 143],
    ["kill -KILL $$", 137],
    ["kill -INT $$", 130],
    ["exec /nothing", 127],
  ])("%s ends with %d", async (script, exitCode) => {
    expect((await workspace.sh(script)).exitCode).toBe(exitCode);
    expect((await workspace.sh(script, { user: "root" })).exitCode).toBe(exitCode);
  });

  test("standard input is what is given, else empty", async () => {
    expect((await workspace.sh("cat", { stdin: "line\n" })).stdout).toBe("line\n");
    expect((await workspace.sh("cat")).stdout).toBe("");
  });

  test("both streams are kept in the order in which they came", async () => {
    await workspace.sh("mkfifo step");
    const seen = () => void workspace.sh("echo go > step");

    const result = await workspace.sh("echo one; read -r < step; echo two >&2; read -r < step; echo three", {
      onOutput: (chunk) => {
        if (!String(chunk).startsWith("three")) seen();
      },
    });

    expect(result).toEqual({ exitCode: 0, stdout: "one\nthree\n", stderr: "two\n", output: "one\ntwo\nthree\n" });
  });

  test("commands start in the home, or where they are told", async () => {
    expect((await workspace.sh("pwd")).stdout).toBe("/home/coder\n");
    expect((await workspace.sh("pwd", { user: "root" })).stdout).toBe("/root\n");
    expect((await workspace.sh("pwd", { cwd: "/tmp" })).stdout).toBe("/tmp\n");
  });

  test.each([
    ["000", "666 777\n"],
    ["077", "600 700\n"],
  ])("files get the modes that a mask of %s leaves", async (umask, modes) => {
    const script = "rm -rf made; mkdir made; touch made/file; stat -c %a made/file made | xargs";

    expect((await workspace.sh(script, { umask })).stdout).toBe(modes);
    expect((await workspace.sh(script, { umask, user: "root", cwd: "/tmp" })).stdout).toBe(modes);
  });

  test.each<Record<string, string>>([{ ONLY: "1" }, { PWD: "/elsewhere" }])(
    "a mask leaves the environment %j as it is",
    async (environment) => {
      const { stdout } = await workspace.machine.run({ argv: ["/usr/bin/env", "-0"], environment, umask: "077" });

      expect(stdout).toBe(
        Object.entries(environment)
          .map(([name, value]) => `${name}=${value}\0`)
          .join(""),
      );
    },
  );

  test("a command has no terminal", async () => {
    expect((await workspace.sh("exec 3<> /dev/tty")).exitCode).not.toBe(0);
  });

  test("an aborted command is ended with all that it has started", async () => {
    const controller = new AbortController();
    const script = "setsid sleep 100001 & sleep 100002 & sudo sleep 100003 & sleep 0.01; echo ready; wait";
    const running = workspace.sh(script, {
      signal: controller.signal,
      onOutput: () => controller.abort(new Error("enough")),
    });

    await expect(running).rejects.toThrow("enough");

    await expect
      .poll(async () => (await workspace.sh("pgrep -a sleep", { user: "root" })).stdout)
      .not.toContain("10000");
  });
});
