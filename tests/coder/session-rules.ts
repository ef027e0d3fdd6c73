import { describe, expect, test } from "vitest";
import type { Machine } from "../../harness/runtime/index.ts";
import { open, withVariables } from "./workspace.ts";

/** How an agent opens shells, in a machine of its own. */
export function sessionRules(machine: () => Machine): void {
  describe("a new shell", () => {
    test("7.4 a terminal is an interactive login shell, whose profile wins; a command's shell is neither", async () => {
      const profile = String(await machine().readFile("/home/coder/.profile"));
      await machine().writeFile("/home/coder/.profile", `${profile}\nexport DECLARED=profile\n`);
      const agent = await open(machine(), { environment: { DECLARED: "manifest" } });
      const text = 'echo "$DECLARED"; shopt -q login_shell && echo login; case $- in *i*) echo interactive ;; esac';

      const answers = [await agent.terminal(text), await agent.command(text)].map(({ output }) => output);
      await machine().writeFile("/home/coder/.profile", profile);

      // Nor does a terminal complain that it is none.
      expect(answers).toEqual(["profile\nlogin\ninteractive\n", "manifest\n"]);
    });

    test("7.5 an exit code is the command's, and what cannot be started has failed", async () => {
      const agent = await open(machine());
      const broken = await open(withVariables(machine(), { USER: "ghost", SHELL: "/no/such/shell" }));

      expect(await agent.command("exit 7")).toMatchObject({ exitCode: 7 });
      expect((await agent.command("kill -KILL $$")).exitCode).not.toBe(0);
      expect((await broken.command("true")).exitCode).not.toBe(0);
    });
  });
}
