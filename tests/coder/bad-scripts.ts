import { describe, expect, test } from "vitest";
import type { Machine } from "../../harness/runtime/index.ts";
import { script, start } from "./workspace.ts";

const patience = { patience: { script: 500, shell: 500 } };

/** What a script can do to whoever runs it, in a machine of its own. */
export function badScripts(machine: () => Machine): void {
  const sh = async (text: string) =>
    (await machine().run({ argv: ["/bin/sh", "-c", text], environment: machine().environment })).stdout;

  describe("a script that means no good", () => {
    test("one that never ends is ended, with all that it has started", async () => {
      const agent = await start(machine(), [script("sleep 4001 & echo begun; sleep 4002")], patience);

      expect(agent.scripts).toMatchObject([{ log: "begun\n", excess: expect.stringContaining("did not end within") }]);
      await expect.poll(() => sh("cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).not.toMatch(/sleep 400[12] /);
    });

    test("one that prints 1 GiB is ended after some of it, of which the log keeps the beginning", async () => {
      const agent = await start(machine(), [script("echo first; yes | head -c 1G", { logPath: "huge.log" })]);

      expect(agent).toMatchObject({ lifecycle: "start_error", scripts: [{ excess: "printed more than 4 MiB" }] });
      expect(agent.scripts[0]?.log).toMatch(/^first\ny\n/);
      expect(Number(await sh("stat -c %s /tmp/huge.log"))).toBeLessThan(5 * 2 ** 20);
    });

    test("one that prints binary is told apart by its exit code alone", async () => {
      const agent = await start(machine(), [script("head -c 100000 /dev/urandom; exit 3", { logPath: "binary.log" })]);

      expect(agent.scripts).toMatchObject([{ exitCode: 3, log: expect.any(String) }]);
      expect(await sh("stat -c %s /tmp/binary.log")).toBe("100000\n");
    });

    test("one that makes a profile an endless loop costs each terminal its own time, and commands nothing", async () => {
      const profile = String(await machine().readFile("/home/coder/.profile"));
      const agent = await start(machine(), [script("echo 'while :; do :; done' > ~/.profile")], patience);

      const [terminal, command] = await Promise.all([agent.terminal("true"), agent.command("echo in")]);
      await machine().writeFile("/home/coder/.profile", profile);

      expect(terminal).toMatchObject({ exitCode: 255, excess: expect.stringContaining("did not end within 0.5 s") });
      expect(command).toMatchObject({ exitCode: 0, stdout: "in\n" });
    });

    test("one that kills its parent ends itself, and neither the agent nor the workspace", async () => {
      const agent = await start(machine(), [
        script("kill -KILL $PPID; sleep 0.1; exit 3"),
        script("sleep 0.2; echo lives"),
      ]);

      expect(agent.lifecycle).toBe("start_error");
      expect(agent.scripts[0]?.exitCode).not.toBe(0);
      expect(agent.scripts[1]).toMatchObject({ exitCode: 0, log: "lives\n" });
      expect(await agent.command("echo in")).toMatchObject({ exitCode: 0, stdout: "in\n" });
    });

    test("one that removes its home and its log is known by what it printed", async () => {
      const removing = script("echo gone; cd /; rm -rf ~/.[a-z]* ~/*; rm ~/../coder/log", { logPath: "~/log" });
      const agent = await start(machine(), [removing]);

      expect(agent.scripts[0]?.log).toMatch(/^gone\n/);
      expect(await machine().readFile("/home/coder/log")).toBeUndefined();
      expect(await agent.terminal("pwd")).toMatchObject({ exitCode: 0, stdout: "/home/coder\n" });
    });
  });
}
