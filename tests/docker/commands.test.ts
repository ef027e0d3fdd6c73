import { describe, expect } from "vitest";
import type { Machine } from "../../harness/runtime/index.ts";
import { test } from "./site.ts";

const sh = (machine: Machine, script: string, environment: Record<string, string> = {}) =>
  machine.run({ argv: ["/bin/sh", "-c", script], environment: { PATH: "/usr/bin:/bin", ...environment } });

describe("a command in a container", () => {
  test("has exactly the environment that it is given", async ({ machine }) => {
    const environment = {
      PATH: "/usr/bin",
      EMPTY: "",
      TEXT: "a=b 'c'\n\"d\" $e",
      PWD: "/elsewhere",
      OLDPWD: "x",
      IFS: "i",
      "not-a-name": "1",
      HOME: "/h",
    };

    const { stdout } = await machine.run({ argv: ["env", "-0"], environment });

    const seen = stdout.split("\0").filter(Boolean);
    expect(seen.sort()).toEqual(
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    );
  });

  test("has nothing of its environment in anybody's arguments", async ({ machine }) => {
    const script = "cat /proc/[0-9]*/cmdline; tr '\\0' '\\n' < /proc/self/environ";

    const { stdout } = await sh(machine, script, { TOKEN: "s3cr3t" });

    expect(stdout.match(/s3cr3t/g)).toEqual(["s3cr3t"]);
  });

  test("makes files with the modes that its mask leaves", async ({ machine }) => {
    const script = "rm -rf made; mkdir made; touch made/file; stat -c %a made/file made | xargs";
    const argv = ["/bin/sh", "-c", script];

    const run = async (umask: string) =>
      (await machine.run({ argv, environment: { PATH: "/usr/bin:/bin" }, umask })).stdout;

    expect(await run("000")).toBe("666 777\n");
    expect(await run("077")).toBe("600 700\n");
  });

  test("runs as the workspace's user at home, or as root, or where it is told", async ({ machine }) => {
    const argv = ["/bin/sh", "-c", "id -un; pwd"];

    const said = await Promise.all([
      machine.run({ argv, environment: {} }),
      machine.run({ argv, environment: {}, user: "root" }),
      machine.run({ argv, environment: {}, cwd: "/tmp" }),
    ]);

    expect(said.map(({ stdout }) => stdout)).toEqual(["coder\n/home/coder\n", "root\n/root\n", "coder\n/tmp\n"]);
  });

  test("is told apart by its exit code, and by the signal that ended it", async ({ machine }) => {
    expect((await sh(machine, "exit 7")).exitCode).toBe(7);
    expect((await sh(machine, "kill -TERM $$")).exitCode).toBe(143);
  });

  test("reads what it is given, to the end, and nothing where nothing is given", async ({ machine }) => {
    const stdin = "x".repeat(1_000_000);

    expect((await machine.run({ argv: ["/usr/bin/wc", "-c"], environment: {}, stdin })).stdout).toBe("1000000\n");
    expect((await machine.run({ argv: ["/bin/cat"], environment: {} })).stdout).toBe("");
  });

  test("is heard in the order in which it speaks, on either stream, while it runs", async ({ machine }) => {
    const heard: string[] = [];
    const argv = ["/bin/sh", "-c", "for i in 1 2 3; do echo o$i; sleep 0.1; echo e$i >&2; sleep 0.1; done"];

    const result = await machine.run({
      argv,
      environment: {},
      onOutput: (chunk, stream) => heard.push(`${stream} ${chunk}`),
    });

    expect(result).toMatchObject({
      stdout: "o1\no2\no3\n",
      stderr: "e1\ne2\ne3\n",
      output: "o1\ne1\no2\ne2\no3\ne3\n",
    });
    expect(heard).toHaveLength(6);
  });

  test("ends, with its children, when its signal is given", async ({ machine }) => {
    const controller = new AbortController();
    const running = machine.run({
      argv: ["/bin/sh", "-c", "sleep 4321 & echo started; wait"],
      environment: { PATH: "/usr/bin:/bin" },
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });

    await expect(running).rejects.toThrow("aborted");
    expect((await sh(machine, "grep -al '[4]321' /proc/[0-9]*/cmdline; true")).stdout).toBe("");
  });

  test("may use sudo without a password", async ({ machine }) => {
    expect((await sh(machine, "sudo id -u")).stdout).toBe("0\n");
  });

  test("is started again when root in there has killed what starts commands, or stopped all processes", async ({
    machine,
  }) => {
    expect((await sh(machine, `sudo sh -c "kill -KILL $PPID"; sleep 60`)).exitCode).toBe(137);
    expect((await sh(machine, "echo killed")).stdout).toBe("killed\n");

    const stopped = new AbortController();
    const stopping = machine.run({
      argv: ["/bin/sh", "-c", "echo stopping; sudo sh -c 'kill -STOP -1'; sleep 60"],
      environment: { PATH: "/usr/bin:/bin" },
      signal: stopped.signal,
      onOutput: () => stopped.abort(),
    });
    await expect(stopping).rejects.toThrow("aborted");
    expect((await sh(machine, "echo stopped")).stdout).toBe("stopped\n");
  });
});
