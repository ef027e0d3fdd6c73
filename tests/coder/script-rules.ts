import { describe, expect, test } from "vitest";
import type { Machine } from "../../harness/runtime/index.ts";
import { asRoot, open, script, start, withVariables } from "./workspace.ts";

const kernelLimit = 128 * 1024;
const ofLength = (length: number) => `exit 0 #${"x".repeat(length - "exit 0 #".length)}`;

/** How an agent runs a script, in a machine of its own. */
export function scriptRules(machine: () => Machine): void {
  const run = async (text: string, changed = {}) => {
    const { scripts } = await start(machine(), [script(text, changed)]);
    return scripts[0];
  };
  const fileOf = async (path: string) => String(await machine().readFile(path));
  const sh = async (text: string) =>
    (await machine().run({ argv: ["/bin/sh", "-c", text], environment: machine().environment })).stdout;

  describe("how a script is started", () => {
    test("7.1 its text is the argument of the shell's -c, in no login shell and without arguments of its own", async () => {
      const text = `tr '\\0' '|' < /proc/$$/cmdline; echo "$0 $# <$BASH_SOURCE>"; shopt login_shell`;

      expect((await run(text))?.log).toBe(`/bin/bash|-c|${text}|/bin/bash 0 <>\nlogin_shell    \toff\n`);
    });

    test("7.1 a bash reads ~/.bashrc if it does so for ssh, as its own first shell only", async () => {
      const bashrc = await fileOf("/home/coder/.bashrc");
      await machine().writeFile("/home/coder/.bashrc", `echo read\n${bashrc}`);
      const argv = ["/bin/bash", "-c", "true"];
      const environment = { ...machine().environment, SSH_CLIENT: "0.0.0.0 0 0" };
      const bashItself = (await machine().run({ argv, environment })).stdout;

      const agents = await Promise.all([open(machine()), open(withVariables(machine(), { SHLVL: "1" }))]);
      const answers = await Promise.all(agents.map(async (agent) => (await agent.command("true")).stdout));
      await machine().writeFile("/home/coder/.bashrc", bashrc);

      expect(answers).toEqual([bashItself, ""]);
    });

    test.each([
      ["#!/usr/bin/env sh", "sh"],
      ["\n\n  #!/bin/sh -e", "/bin/sh"],
      [`#! "/bin/sh"  '-'e`, "/bin/sh"],
      ["#!/bin/sh -e\r", "/bin/sh"],
    ])("7.2 %j names the interpreter, which gets the whole text by -c", async (line, shell) => {
      expect(await run(`${line}\necho "$0 $#"; false || echo after`)).toMatchObject({
        exitCode: 0,
        log: expect.stringMatching(new RegExp(`^${shell} 0\\r?\nafter\n$`)),
      });
    });

    test.each([`#!/bin/sh "-e`, "#!/bin/sh 'x", "#!/bin/sh \\", "#!", "#!/no/such/interpreter", "#!/bin/cat"])(
      "7.2 %j fails the script",
      async (line) => {
        const failed = await run(`${line}\necho never`);

        expect(failed).toMatchObject({ timedOut: false, log: expect.not.stringContaining("never\n") });
        expect(failed?.exitCode).not.toBe(0);
      },
    );

    test("7.3 a text that is too long for one argument is never run", async () => {
      expect(await run(ofLength(kernelLimit - 1))).toMatchObject({ exitCode: 0 });
      expect(await run(ofLength(kernelLimit))).toMatchObject({
        exitCode: 255,
        problem: expect.stringContaining("argument list too long"),
      });
    });

    test("8.4 it has no input, no terminal, and a session of its own", async () => {
      const seen = await run(`
        cat; { exec 3<> /dev/tty; } 2> /dev/null || echo no terminal
        read -r stat < /proc/$$/stat; set -- \${stat##*) }; echo "$4"
      `);

      expect(seen?.log).toMatch(/^no terminal\n\d+\n$/);
      expect(seen?.log).not.toMatch(`\n${await sh("read -r stat < /proc/self/stat; set -- ${stat##*) }; echo x$4")}\n`);
    });
  });

  describe("what a script finds and leaves", () => {
    test("8.1 its folders are for nobody else, and told to it", async () => {
      const text = 'stat -c %a "$CODER_SCRIPT_BIN_DIR" "$CODER_SCRIPT_DATA_DIR"; echo "$CODER_SCRIPT_DATA_DIR"';
      const elsewhere = withVariables(machine(), { CODER_AGENT_SCRIPT_DATA_DIR: "/var/tmp/elsewhere" });
      const [plain, moved] = await Promise.all([start(machine(), [script(text)]), start(elsewhere, [script(text)])]);

      expect(plain.scripts[0]?.log).toMatch(/^700\n700\n\/tmp\/coder-script-data\/[-\w]{36}\n$/);
      expect(moved.scripts[0]?.log).toMatch(/^700\n700\n\/var\/tmp\/elsewhere\/coder-script-data\/[-\w]{36}\n$/);
    });

    test("8.1 TMPDIR of the agent is where they are, and a folder that cannot be made fails the script", async () => {
      const [moved, failed] = await Promise.all([
        start(withVariables(machine(), { TMPDIR: "/var/tmp" }), [
          script("echo $CODER_SCRIPT_BIN_DIR", { logPath: "a.log" }),
        ]),
        start(withVariables(machine(), { TMPDIR: "/proc" }), [script("echo ran")]),
      ]);

      expect(moved.scripts[0]?.log).toBe("/var/tmp/coder-script-data/bin\n");
      expect(await fileOf("/var/tmp/a.log")).toBe("/var/tmp/coder-script-data/bin\n");
      expect(failed).toMatchObject({ lifecycle: "start_error", scripts: [{ exitCode: 255, log: "" }] });
    });

    test.each([
      ["~/script.log", "/home/coder/script.log"],
      ["$HOME/variable.log", "/home/coder/variable.log"],
      ["relative.log", "/tmp/relative.log"],
      ["", "/tmp/coder-script-SOURCE.log"],
    ])("8.2 the log %j is %s, for its owner alone", async (logPath, path) => {
      const done = await run("echo said", { logPath });
      const file = path.replace("SOURCE", done?.script.logSource ?? "");

      expect(await sh(`cat ${file}; stat -c '%a %U' ${file}`)).toBe("said\n600 coder\n");
    });

    test("8.2 CODER_AGENT_LOG_DIR of the agent is where logs are", async () => {
      const elsewhere = withVariables(machine(), { CODER_AGENT_LOG_DIR: "/var/tmp" });
      await start(elsewhere, [script("echo said", { logPath: "moved.log" })]);

      expect(await fileOf("/var/tmp/moved.log")).toBe("said\n");
    });

    test("8.2 a log is written over from its beginning, and what is behind stays", async () => {
      await run("echo a long first line", { logPath: "twice.log" });
      await run("echo short", { logPath: "twice.log" });

      expect(await fileOf("/tmp/twice.log")).toBe("short\n first line\n");
    });

    test("8.2 where a log's folder is missing the script never runs, and has failed", async () => {
      const agent = await start(machine(), [script("touch /tmp/ran", { logPath: "/tmp/missing/script.log" })]);

      expect(agent).toMatchObject({
        lifecycle: "start_error",
        scripts: [{ exitCode: 255, problem: expect.stringContaining("missing/script.log") }],
      });
      expect(await sh("ls -d /tmp/ran /tmp/missing")).toBe("");
    });

    test("8.3 both streams are in the log as they came, bytes included", async () => {
      const printed = await run(`echo one; sleep 0.05; echo two >&2; sleep 0.05; printf '\\377\\000\\001'`, {
        logPath: "raw.log",
      });

      expect(printed?.exitCode).toBe(0);
      expect(await machine().readFile("/tmp/raw.log")).toEqual(Buffer.from("one\ntwo\n\xff\0\x01", "latin1"));
    });

    test("8.1 root's scripts are root's", async () => {
      const agent = await start(asRoot(machine()), [script("id -u; pwd", { logPath: "root.log" })]);

      expect(agent.scripts[0]?.log).toBe("0\n/root\n");
      const argv = ["/usr/bin/stat", "-c", "%a %u", "/tmp/root.log"];
      expect((await asRoot(machine()).run({ argv, environment: {} })).stdout).toBe("600 0\n");
    });
  });
}
