import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkspace, type Workspace, workingMeans } from "./workspace.ts";

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace(means);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());

  test.each([
    ["sudo -n true", 0, ""],
    ["sudo -v && sudo -k && sudo -nv", 0, ""],
    ["sudo id -u", 0, "0\n"],
    ["sudo -u root id -u", 0, "0\n"],
    ["sudo -nEu root -- id -u", 0, "0\n"],
    ["sudo -u coder id -u", 0, "1000\n"],
    ["sudo sh -c 'exit 7'", 7, ""],
    ["sudo sh -c 'kill -TERM $$'", 143, ""],
    ["sudo nothing", 1, "sudo: nothing: command not found\n"],
    ["sudo --nothing", 1, "sudo: unrecognized option '--nothing'\n"],
    ["sudo -u nobody-here true", 1, "sudo: unknown user nobody-here\n"],
    ["sudo sh -c 'echo \"$#:$1:$2\"' sh 'a b' ''", 0, "2:a b:\n"],
    ["cd /tmp && sudo pwd", 0, "/tmp\n"],
    ["sudo -i pwd", 0, "/root\n"],
    ["sudo -l | grep -c NOPASSWD", 0, "1\n"],
    ["sudo -l id", 0, "/usr/bin/id\n"],
  ])("%s ends with %d", async (script, exitCode, output) => {
    const result = await workspace.sh(script);

    expect({ exitCode: result.exitCode, output: result.output }).toEqual({ exitCode, output });
  });

  test("the environment is root's, with what is kept and what is given", async () => {
    const { stdout } = await workspace.sh(
      "LANG=C SECRET=1 sudo A='b c' sh -c 'echo $HOME $USER $LANG ${SECRET-none} $A'",
    );

    expect(stdout).toBe("/root root C none b c\n");
  });

  test("-E keeps the caller's environment, but for its PATH", async () => {
    const { stdout } = await workspace.sh("SECRET=1 PATH=$PATH:/mine sudo -E sh -c 'echo $SECRET $HOME $PATH'");

    expect(stdout).toBe("1 /home/coder /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
  });

  test("programs are installed and moved as modules do it", async () => {
    const { stdout } = await workspace.sh(
      "echo '#!/bin/sh' > tool && sudo install -m 0755 tool /usr/local/bin/tool && sudo mv tool /etc/tool && tool && stat -c %a /usr/local/bin/tool /etc/tool",
    );

    expect(stdout).toBe("755\n644\n");
  });

  test("files are given to the person as modules do it", async () => {
    const { output } = await workspace.sh(
      [
        "touch mine",
        'sudo chown "$(id -u):$(id -g)" mine && sudo chown -R coder: mine && sudo chgrp coder mine',
        "sudo install -o coder -g coder -m 0700 mine /usr/local/bin/mine && sudo chown root:root /usr/local/bin/mine",
        "stat -c '%U %n' mine",
        "sudo chown nobody-here mine",
      ].join(" && "),
    );

    expect(output).toBe("coder mine\nchown: invalid user: ‘nobody-here’\n");
  });

  test("input comes from a pipe, a file or the caller's own", async () => {
    const { stdout } = await workspace.sh("echo pipe | sudo cat; sudo cat <<< file; sudo cat", { stdin: "own\n" });

    expect(stdout).toBe("pipe\nfile\nown\n");
  });

  test("a loop keeps the input that a command does not read", async () => {
    expect((await workspace.sh("printf '1\\n2\\n' | while read -r n; do sudo echo $n; done")).stdout).toBe("1\n2\n");
  });

  test("output keeps its order on one stream, into a pipe and into a file", async () => {
    const script = "{ echo a; sudo sh -c 'echo b; echo c >&2; echo d' 2>&1; echo e; }";

    expect((await workspace.sh(`${script} | cat; ${script} > file; cat file`)).stdout.replaceAll("\n", "")).toBe(
      "abcdeabcde",
    );
  });

  test("two at once do not disturb each other", async () => {
    const { stdout } = await workspace.sh(
      "mkfifo one two; sudo sh -c 'echo 1 > one; cat two' & sudo sh -c 'cat one; echo 2 > two' & wait",
    );

    expect(stdout.split("\n").sort()).toEqual(["", "1", "2"]);
  });

  test("a signal to sudo reaches the command", async () => {
    const { stdout } = await workspace.sh(
      "mkfifo up; sudo bash -c 'trap \"echo got; exit 3\" TERM; echo > up; while :; do sleep 0.01; done' & read -r < up; kill -TERM $!; wait $!; echo $?",
    );

    expect(stdout).toBe("got\n3\n");
  });

  test("the command ends when sudo is killed", async () => {
    await workspace.sh("mkfifo alive; sudo sh -c 'echo > alive; exec sleep 200001' & read -r < alive; kill -KILL $!");

    await expect
      .poll(async () => (await workspace.sh("pgrep -a sleep", { user: "root" })).stdout)
      .not.toContain("200001");
  });
});
