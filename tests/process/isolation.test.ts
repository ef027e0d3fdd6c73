import { existsSync } from "node:fs";
import { mkdtemp, readdir, rmdir } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorkspace, type Workspace, workingMeans } from "./workspace.ts";

test("this machine can isolate", () => expect(workingMeans).not.toEqual([]));

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace(means);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());

  test.each(["coder", "root"] as const)("%s finds nothing of the caller's home", async (user) => {
    const entries = (await readdir(homedir())).map((name) => join(homedir(), name));

    const { stdout } = await workspace.sh('for path; do [ ! -e "$path" ] || echo "$path"; done', {
      argv: ["/bin/bash", "-c", 'for path; do [ ! -e "$path" ] || echo "$path"; done', "sh", ...entries],
      user,
    });

    expect(entries).not.toEqual([]);
    expect(stdout).toBe("");
  });

  test("the caller's temporary files are not there", async () => {
    const canary = await mkdtemp(join(tmpdir(), "canary-"));
    onTestFinished(() => rmdir(canary));

    expect((await workspace.sh("find / -xdev -name 'canary-*'; ls /tmp", { user: "root" })).stdout).toBe("");
  });

  test("only the workspace's own processes are there, without the harness's environment", async () => {
    const { stdout } = await workspace.sh("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' '\\n'", {
      user: "root",
    });

    expect(stdout).toContain("cat");
    expect(stdout).not.toMatch(/\bnode\b/);
    expect(stdout).not.toContain(process.env.PATH);
  });

  test("a command has exactly the environment that it is given", async () => {
    const { stdout } = await workspace.machine.run({ argv: ["/usr/bin/env"], environment: { ONLY: "this\none" } });

    expect(stdout).toBe("ONLY=this\none\n");
  });

  test("there is a login profile of the workspace's own", async () => {
    const { stdout } = await workspace.sh("id -un; echo $HOME; bash -lc 'echo $PATH'");

    expect(stdout).toBe("coder\n/home/coder\n/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games\n");
  });

  test.each(["/usr", "/etc", "/usr/local/bin", "/run", "/opt", "/root", "/"])(
    "coder cannot write to %s",
    async (at) => {
      expect((await workspace.sh(`touch ${at}/file`)).exitCode).not.toBe(0);
    },
  );

  test.each(["/home/coder", "/tmp", "/var/tmp", "/dev/shm"])("coder can write to %s", async (at) => {
    expect((await workspace.sh(`echo text > ${at}/file && cat ${at}/file && rm ${at}/file`)).stdout).toBe("text\n");
  });

  test("folders have the modes that Debian gives them", async () => {
    const { stdout } = await workspace.sh("stat -c %a /tmp /var/tmp /home/coder /etc /usr/local/bin | xargs");

    expect(stdout).toBe("1777 1777 755 755 755\n");
  });

  test("what root of the workspace writes is the workspace's alone", async () => {
    const { stdout } = await workspace.sh(
      "echo theirs | sudo tee /etc/conformance-test /usr/local/bin/conformance-test; cat /etc/conformance-test",
    );

    expect(stdout).toBe("theirs\ntheirs\n");
    expect(["/etc/conformance-test", "/usr/local/bin/conformance-test"].filter(existsSync)).toEqual([]);
  });

  test("root of the workspace cannot make the machine's programs writable", async () => {
    const { exitCode, stdout } = await workspace.sh(
      "mount -o remount,bind,rw /usr; umount /usr; mount -t tmpfs tmpfs /mnt; touch /usr/conformance-test || echo refused",
      { user: "root" },
    );

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "refused\n" });
    expect(existsSync("/usr/conformance-test")).toBe(false);
  });

  test("coder has no privilege", async () => {
    const { stdout } = await workspace.sh("grep CapEff /proc/self/status");

    expect(stdout).toBe("CapEff:\t0000000000000000\n");
  });

  test("a file that root owns in a system folder is not coder's to change", async () => {
    await workspace.machine.writeFile("/usr/local/bin/tool", "#!/bin/sh\n", { mode: 0o755, owner: "root" });

    const { exitCode, stdout } = await workspace.sh(
      "tool && ! echo >> /usr/local/bin/tool && ! rm -f /usr/local/bin/tool",
    );

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  });

  test("files are written with their mode, and read as they are", async () => {
    await workspace.machine.writeFile("/home/coder/a b/file", Buffer.from([0, 255, 10]), { mode: 0o600 });

    expect((await workspace.sh('stat -c "%a %U" "a b/file"')).stdout).toBe("600 coder\n");
    expect(await workspace.machine.readFile("/home/coder/a b/file")).toEqual(Buffer.from([0, 255, 10]));
    expect(await workspace.machine.readFile("/home/coder/nothing")).toBeUndefined();
  });
});
