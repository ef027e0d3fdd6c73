import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../harness/runtime/index.ts";
import { script, start } from "./workspace.ts";

const scripts = {
  held: script("sleep 3001 & echo done"),
  heldAndFailed: script("sleep 3002 & exit 3"),
  redirected: script("sleep 3003 > /dev/null 2>&1 & echo done"),
  // It waits without a command of its own: of one that the hang-up ends, the shell would say so in between.
  soft: script("trap 'echo hung up; exit 0' HUP; mkfifo soft; read -r _ <> soft", { timeout: 1 }),
  hard: script("trap '' HUP; sleep 3004 & echo begun; while :; do sleep 0.05; done", { timeout: 1 }),
  plain: script("sleep 3005", { timeout: 1 }),
};

/**
 * How long an agent waits for scripts. They take ten seconds from the beginning of the file on, so that the answer,
 * which is the tests themselves, belongs to its end.
 */
export function waitingRules(machine: () => Machine): () => void {
  let running: ReturnType<typeof start>;
  beforeAll(() => {
    running = start(machine(), Object.values(scripts));
    running.catch(() => {});
  });
  const result = async (name: keyof typeof scripts) =>
    (await running).scripts.find((run) => run.script === scripts[name]);
  const processes = async () => {
    const argv = ["/bin/sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"];
    return (await machine().run({ argv, environment: machine().environment })).stdout;
  };

  return () =>
    describe("scripts whose end is not theirs alone", () => {
      test("8.6 what holds the output of a script that ended well makes it fail after ten seconds, and lives on", async () => {
        expect(await result("held")).toMatchObject({
          exitCode: 255,
          timedOut: false,
          log: expect.stringMatching(/^done\nWARNING: .*not closed after 10s\.\n$/),
        });
        expect(await processes()).toContain("sleep 3001");
      });

      test("8.6 a script that failed itself keeps its exit code", async () => {
        expect(await result("heldAndFailed")).toMatchObject({ exitCode: 3, log: "" });
      });

      test("8.6 a process that has closed its output does not make the script fail", async () => {
        expect(await result("redirected")).toMatchObject({ exitCode: 0, log: "done\n" });
        expect(await processes()).toContain("sleep 3003");
      });

      test("8.7 the end of a script's time is a hang-up of its group, and a time-out whatever it answers", async () => {
        expect(await result("soft")).toMatchObject({ exitCode: 255, timedOut: true, log: "hung up\n" });
        expect(await result("plain")).toMatchObject({ exitCode: 255, timedOut: true });
        expect(await processes()).not.toContain("sleep 3005");
      });

      test("8.7 ten seconds later it is killed, and what does not hang up lives on", async () => {
        expect(await result("hard")).toMatchObject({ exitCode: 255, timedOut: true, log: "begun\n" });
        expect(await processes()).toContain("sleep 3004");
        expect(await processes()).not.toContain("while :");
      });

      test("8.9 what the agent ended, or calls failed, has the exit code 255", async () => {
        const codes = (await running).scripts.map(({ exitCode }) => exitCode);
        expect(codes).toEqual([255, 3, 0, 255, 255, 255]);
      });
    });
}
