import { describe, expect, test } from "vitest";
import type { Machine } from "../../harness/runtime/index.ts";
import { asRoot, open, withoutHome, withVariables } from "./workspace.ts";

const show = (...names: readonly string[]) => `printf '<%s>' ${names.map((name) => `"$${name}"`).join(" ")}`;

/** What every command of an agent gets, in a machine of its own. */
export function environmentRules(machine: () => Machine): void {
  describe("the environment of a command", () => {
    test("6.1 the layers: the agent's process, Coder's own, the manifest's, the agent's options, the scripts' folder", async () => {
      const layered = withVariables(machine(), { SSH_CLIENT: "mine", CODER: "mine", SHARED: "mine" });
      const environment = {
        CODER_WORKSPACE_NAME: "theirs",
        SHARED: "theirs",
        GIT_ASKPASS: "theirs",
        PATH: "/usr/bin:/bin",
      };
      const agent = await open(layered, { environment });

      const { stdout } = await agent.command(
        show("SSH_CLIENT", "SSH_CONNECTION", "CODER", "CODER_WORKSPACE_NAME", "SHARED", "GIT_ASKPASS", "PATH"),
      );

      expect(stdout).toBe(
        "<0.0.0.0 0 0><0.0.0.0 0 0.0.0.0 0><true><theirs><theirs></opt/coder/coder></tmp/coder-script-data/bin:/usr/bin:/bin>",
      );
    });

    test("6.1 what Coder says of the workspace, to commands and to terminals", async () => {
      const agent = await open(machine(), { agentToken: "its-token" });
      const names = ["CODER_WORKSPACE_NAME", "CODER_WORKSPACE_OWNER_NAME", "CODER_WORKSPACE_AGENT_NAME"];
      const login = ["CODER_AGENT_TOKEN", "USER", "LOGNAME", "SHELL"];

      const expected = "<sparrow><ada><main><its-token><coder><coder></bin/bash>";
      expect((await agent.command(show(...names, ...login))).stdout).toBe(expected);
      expect((await agent.terminal(show(...names, ...login, "TERM"))).stdout).toBe(`${expected}<xterm-256color>`);
    });

    test("6.2 a value may name variables of the agent's process alone, whose PATH ends with the agent's own folder", async () => {
      const environment = { A: "a", B: "$A", C: "$SSH_CLIENT$CODER", D: "$HOME", E: "$PATH" };
      const agent = await open(machine(), { environment });

      const { HOME, PATH } = machine().environment;
      expect((await agent.command(show(...Object.keys(environment)))).stdout).toBe(
        `<a><><><${HOME}><${PATH}:/opt/coder>`,
      );
    });

    test("6.4 values need no quotes, may have lines, and may be empty", async () => {
      const environment = { LINES: "one\ntwo\n", QUOTES: `'"\\ *`, EMPTY: "" };
      const agent = await open(machine(), { environment });

      const { stdout } = await agent.command(`${show("LINES", "QUOTES")}; echo "\${EMPTY-unset}"`);

      expect(stdout).toBe(`<one\ntwo\n><'"\\ *>\n`);
    });

    test("6.5 HOME is the agent's, unless the manifest has one; of the owner there is the name alone", async () => {
      const [plain, moved] = await Promise.all([
        open(machine()),
        open(machine(), { environment: { HOME: "/elsewhere" } }),
      ]);

      expect((await plain.command(show("HOME", "CODER_AGENT_URL"))).stdout).toBe(
        "</home/coder><https://coder.example.com>",
      );
      expect((await moved.command(`${show("HOME")}; pwd`)).stdout).toBe("</elsewhere>/home/coder\n");
      expect((await plain.command("env")).stdout).not.toMatch(/^CODER_WORKSPACE_OWNER_(?!NAME=)/m);
    });

    test("6.6 the working directory is looked for at each opening, from the home on", async () => {
      const folder = `made-${crypto.randomUUID()}`;
      const agents = await Promise.all(
        [folder, `~/${folder}`, `$HOME/${folder}`, `${machine().home}/${folder}`].map((directory) =>
          open(machine(), { directory }),
        ),
      );
      const where = async () => await Promise.all(agents.map(async (agent) => (await agent.command("pwd")).stdout));

      expect(await where()).toEqual(agents.map(() => "/home/coder\n"));
      await agents[0]?.command(`mkdir ${folder}`);
      expect(await where()).toEqual(agents.map(() => `/home/coder/${folder}\n`));
    });

    test("6.7 the shell is that of /etc/passwd at that moment, whatever SHELL says", async () => {
      const passwd = String(await machine().readFile("/etc/passwd"));
      const guest = await open(withVariables(machine(), { USER: "guest", SHELL: "/bin/sh" }), {
        environment: { SHELL: "/bin/false" },
      });
      expect((await guest.command("echo by $0")).stdout).toBe("by /bin/sh\n");

      await machine().writeFile("/etc/passwd", `${passwd}guest:x:1000:1000::/home/coder:/bin/cat\n`, { owner: "root" });
      expect(await guest.command("true")).not.toMatchObject({ exitCode: 0 });
      await machine().writeFile("/etc/passwd", passwd, { owner: "root" });

      const ghost = await open(withVariables(machine(), { USER: "ghost" }));
      expect(await ghost.command("true")).toMatchObject({
        exitCode: 229,
        stderr: expect.stringContaining("user shell"),
      });
    });

    test("6.6 root is at home in /root, and whose home is not there gets no shell", async () => {
      const [root, homeless] = await Promise.all([open(asRoot(machine())), open(withoutHome(machine()))]);

      expect((await root.command(`${show("USER", "HOME")}; id -u; pwd`)).stdout).toBe("<root></root>0\n/root\n");
      expect((await root.terminal("id -u; pwd")).stdout).toBe("0\n/root\n");
      expect(await homeless.command("true")).not.toMatchObject({ exitCode: 0 });
      const elsewhere = await open(withoutHome(machine()), { directory: "/tmp" });
      expect((await elsewhere.command(`${show("HOME")}; pwd`)).stdout).toBe("</nonexistent>/tmp\n");
      expect((await elsewhere.terminal("pwd")).stdout).toBe("/tmp\n");
    });
  });
}
