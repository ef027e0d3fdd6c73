import { existsSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { launch } from "../../harness/runtime/launch/index.ts";

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a shell script, with what it says by its streams. */
function shell(script: string, more: Partial<Parameters<typeof launch>[0]> = {}) {
  const said = { stdout: "", stderr: "" };
  const onOutput = (chunk: Buffer, stream: keyof Said) => {
    said[stream] += chunk;
  };
  return { ...launch({ argv: ["/bin/sh", "-c", script], environment: {}, onOutput, ...more }), said };
}

/** What starts a shell's process. */
async function launcherOf(script: ReturnType<typeof shell>): Promise<number> {
  await script.closed;
  return Number(script.said.stdout);
}

describe("a command that is launched", () => {
  test("has exactly its environment, its folder and its input, and keeps its streams apart", async () => {
    const script = 'pwd; echo "$GIVEN"; cat; env | sort >&2; exit 3';

    const given = { environment: { GIVEN: "a" }, folder: "/usr", stdin: "input" };
    const launched = shell(script, given);

    expect(await launched.closed).toEqual({ code: 3, signal: null, held: false });
    expect(launched.said).toEqual({
      stdout: "/usr\na\ninput",
      stderr: "GIVEN=a\nPWD=/usr\n",
    });
  });

  test("leads a session of its own and ends by a signal", async () => {
    const launched = shell("read -r _ _ _ _ _ session _ < /proc/self/stat; echo $session; exec sleep 60");

    const pid = await launched.pid;
    await expect.poll(() => launched.said.stdout).toBe(`${pid}\n`);
    launched.kill("SIGTERM");

    expect(await launched.closed).toEqual({ code: null, signal: "SIGTERM", held: false });
  });

  test("says more than a pipe holds, in full", async () => {
    const launched = shell("head -c 20000000 /dev/zero | tr '\\0' x");

    await launched.closed;

    expect(launched.said.stdout).toHaveLength(20_000_000);
  });

  test.each([
    ["is not there", ["/nowhere/program"], /ENOENT/],
    ["has an argument that is too long", ["/bin/true", "x".repeat(200_000)], /E2BIG/],
    ["has an argument that cannot be", ["/bin/true", "a\0b"], /null bytes/],
  ])("is refused with the reason where it %s", async (_, argv, why) => {
    const { pid, closed } = launch({ argv, environment: {}, onOutput: () => {} });

    await expect(closed).rejects.toThrow(why);
    await expect(pid).rejects.toThrow(why);
  });
});

describe("the process that starts commands", () => {
  test("is missed where it is killed, and another one takes its place", async () => {
    const launcher = await launcherOf(shell("echo $PPID"));
    const cut = shell("echo begun; exec sleep 60");
    await expect.poll(() => cut.said.stdout).toBe("begun\n");

    process.kill(launcher, "SIGKILL");

    await expect(cut.closed).rejects.toMatchObject({ code: "runtime.launcher" });
    process.kill(await cut.pid, "SIGKILL");
    expect(await launcherOf(shell("echo $PPID"))).not.toBe(launcher);
  });

  test("keeps nobody from the end, and ends then", async () => {
    const program = `
      import { launch } from "./harness/runtime/launch/index.ts";
      await launch({ argv: ["/bin/sh", "-c", "echo $PPID"], environment: {}, onOutput: (chunk) => process.stdout.write(chunk) }).closed;
    `;

    const { stdout } = await execa(process.execPath, ["--input-type=module-typescript", "-e", program]);

    expect(stdout).toMatch(/^\d+$/);
    await expect.poll(() => isThere(Number(stdout))).toBe(false);
  });
});

/** What has ended and is not yet waited for has no arguments any more. */
function isThere(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && readFileSync(file, "utf8") !== "";
}
