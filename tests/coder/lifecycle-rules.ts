import { describe, expect, test } from "vitest";
import type { Machine } from "../../harness/runtime/index.ts";
import { open, script, start } from "./workspace.ts";

/** What an agent is at while scripts begin and end, in a machine of its own. */
export function lifecycleRules(machine: () => Machine): void {
  const sh = async (text: string) =>
    (await machine().run({ argv: ["/bin/sh", "-c", text], environment: machine().environment })).stdout;
  const fifo = async (name: string) => {
    await sh(`mkfifo /tmp/${name}`);
    return { wait: `read -r _ < /tmp/${name}`, go: `echo > /tmp/${name}` };
  };

  describe("the life of an agent", () => {
    test("8.5 scripts that need each other do not wait for one another, and a failure ends none", async () => {
      const [there, back] = await Promise.all([fifo("there"), fifo("back")]);
      const agent = await start(machine(), [
        script("exit 4"),
        script(`${there.wait}; ${back.go}; echo first`),
        script(`${there.go}; ${back.wait}; echo second`),
      ]);

      expect(agent.scripts.map(({ exitCode, log }) => [exitCode, log])).toEqual([
        [4, ""],
        [0, "first\n"],
        [0, "second\n"],
      ]);
    });

    test("8.8 start scripts run once, whatever is opened afterwards", async () => {
      const agent = await start(machine(), [script("echo run >> /tmp/runs")]);
      await agent.command("true");
      await agent.terminal("true");

      expect(await sh("cat /tmp/runs")).toBe("run\n");
    });

    test.each([
      [["exit 0", "exit 0"], "ready"],
      [["exit 0", "exit 3"], "start_error"],
      [[], "ready"],
    ] as const)("9.1 an agent whose scripts are %j has been created, starting, and is %s", async (texts, state) => {
      const agent = await start(
        machine(),
        texts.map((text) => script(text)),
      );

      expect(agent.lifecycles).toEqual(["created", "starting", state]);
    });

    test("9.2 what failed first decides", async () => {
      const { wait, go } = await fifo("first");
      const late = script(`trap '${go}; exit' HUP; while :; do sleep 0.02; done`, { timeout: 1 });
      const [timeoutFirst, errorFirst] = await Promise.all([
        start(machine(), [late, script(`${wait}; sleep 0.3; exit 1`)]),
        start(machine(), [script("sleep 5", { timeout: 1 }), script("exit 1")]),
      ]);

      expect(timeoutFirst.lifecycle).toBe("start_timeout");
      expect(errorFirst.lifecycle).toBe("start_error");
    });

    test("9.3 a client waits if any script blocks logins, and then for all of them", async () => {
      const session = "cat ~/begun ~/ended 2> /dev/null";
      const [begun, ended] = ["touch ~/begun; echo begun > ~/begun", "sleep 0.1; echo ended > ~/ended"];

      const early = await start(machine(), [script(begun), script(ended)], { session });
      await sh("rm ~/begun ~/ended");
      const blocked = [script(begun, { startBlocksLogin: true }), script(ended)];
      const late = await start(machine(), blocked, { session });

      expect([early.session?.stdout, late.session?.stdout]).toEqual(["", "begun\nended\n"]);
    });

    test("9.4 people are let in after a failure, and their commands' exit codes are their own", async () => {
      const failing = script("exit 3", { startBlocksLogin: true });
      const agent = await start(machine(), [failing], { session: "echo in; exit 5" });

      expect(agent.session).toMatchObject({ exitCode: 5, stdout: "in\n" });
      expect(await agent.terminal("exit 6")).toMatchObject({ exitCode: 6 });
    });

    test("9.5 an agent that has ended lets nobody in", async () => {
      const agent = await open(machine());
      await agent.stop();

      for (const answer of [await agent.command("true"), await agent.terminal("true")])
        expect(answer).toMatchObject({ exitCode: 1, stderr: "agent is shutting down\n" });
    });

    test.each([
      ["exit 0", "off"],
      ["exit 3", "shutdown_error"],
      ["sleep 5", "shutdown_timeout"],
    ])("9.7 an agent whose stop script is %j has been shutting down, and is %s", async (text, state) => {
      const stopping = script(text, { runOnStart: false, runOnStop: true, timeout: 1 });
      const agent = await start(machine(), [script("exit 0"), stopping]);
      const runs = await agent.stop();

      expect(agent.lifecycles).toEqual(["created", "starting", "ready", "shutting_down", state]);
      expect(runs.map((run) => run.script)).toEqual([stopping]);
      expect(await agent.stop()).toBe(runs);
    });

    test("9.7 sessions are closed before the stop scripts begin", async () => {
      const stopping = script("cat /proc/[0-9]*/cmdline | tr '\\0' ' '", { runOnStart: false, runOnStop: true });
      const agent = await start(machine(), [stopping]);
      const { wait } = await fifo("session");
      const session = agent.command(`echo > /tmp/session; sleep 3006`);
      await sh(wait);

      const [run] = await agent.stop();

      expect(await session).toMatchObject({ exitCode: 1, stderr: "agent is shutting down\n" });
      expect(run?.log).not.toContain("sleep 3006");
    });

    test("2.5 a schedule in words is more than the agent can read, and nothing runs", async () => {
      const agent = await start(machine(), [script("echo ran"), script("true", { runOnStart: false, cron: "@daily" })]);

      expect(agent).toMatchObject({ lifecycle: "starting", scripts: [], problem: expect.stringContaining("@daily") });
      const read = await start(machine(), [script("echo ran", { cron: "CRON_TZ=Europe/Berlin 0 0 8 * * 1" })]);
      expect(read.lifecycle).toBe("ready");
    });
  });
}
