import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filterOf } from "../../harness/runtime/process/kernel/filter.ts";
import { systemCalls, systemCallsOf } from "../../harness/runtime/process/kernel/system-calls.ts";
import { openWorkspace, type Workspace, workingMeans } from "./workspace.ts";

const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace(means);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());

  /** The number of the error with which system calls end. */
  const errorsOf = async (calls: readonly (readonly (number | string)[])[], before = "") => {
    const script = calls.map((call) => `$! = 0; syscall(${call.join(", ")}); print $! + 0, " ";`).join(" ");
    const { output } = await workspace.sh(`${before} perl -e '${script}'`);
    return output.trim().split(" ").map(Number);
  };
  const { refused, clone, clone3, unshare, socket, socketpair, personality, ioctl } = systemCalls ?? missing();

  test.each(["", "sudo"])("what nobody needs of the kernel is refused %s", async (before) => {
    const names = Object.keys(refused);

    const errors = await errorsOf(
      Object.values(refused).map((call) => [call, -1, -1, -1, -1, -1]),
      before,
    );

    expect(names.filter((_, at) => errors[at] !== EPERM)).toEqual([]);
    expect(errors).toHaveLength(names.length);
  });

  test("sockets are those of a network and of files", async () => {
    const families = [...Array(46).keys()];

    const errors = await errorsOf(
      families.flatMap((family) => [socket, socketpair].map((call) => [call, family, 2, 0, -1])),
    );

    const exotic = families.filter((family) => ![1, 2, 10, 16].includes(family));
    expect(exotic.filter((family) => errors[2 * family] !== EAFNOSUPPORT)).toEqual([]);
    expect(exotic.filter((family) => errors[2 * family + 1] !== EAFNOSUPPORT)).toEqual([]);
    expect([1, 2, 10, 16].map((family) => errors[2 * family])).toEqual([0, 0, 0, 0]);
  });

  test("namespaces, personalities and typing into a terminal are refused, and what is like them is not", async () => {
    const errors = await errorsOf([
      [clone3, 0, 0],
      [clone, "0x10000000", 0, 0, 0, 0],
      [unshare, "0x80"],
      [unshare, "0x400"],
      [personality, "0x0040000"],
      [personality, 8],
      [personality, "0xffffffff"],
      [ioctl, 0, "0x5412", 0],
      [ioctl, 0, "0x100005412", 0],
      [ioctl, 99, "0x5401", 0],
    ]);

    expect(errors).toEqual([ENOSYS, EPERM, EPERM, 0, EPERM, 0, 0, EPERM, EPERM, 9]);
  });

  test.runIf(process.arch === "x64")("programs of another interface of the kernel are refused", async () => {
    expect(await errorsOf([["0x40000000 + 39"]])).toEqual([ENOSYS]);
  });

  test("the caller's session keyring is out of reach", async () => {
    const { stdout } = await workspace.sh(
      "cat /proc/keys /proc/key-users | wc -c; ls /proc/keys > /dev/null && echo there",
    );

    expect(stdout).toMatch(/^\d+\nthere\n$/);
    expect((await workspace.sh("cat /proc/keys")).stdout).toBe("");
  });

  test("a command's variables decide nothing before it is there", async () => {
    await workspace.machine.writeFile("/home/coder/Evil.pm", 'package Evil; system("touch /tmp/loaded"); 1;');

    const environment = {
      PERL5OPT: "-MEvil",
      PERL5LIB: "/home/coder",
      LC_ALL: "xx_XX",
      given_41: "b",
      "odd name.1": "c\nd",
      LD_PRELOAD: "/nowhere.so",
    };

    const { stdout, stderr } = await workspace.machine.run({ argv: ["/usr/bin/env", "-0"], environment });

    const entries = stdout.split("\0").filter((entry) => entry !== "");
    expect(Object.fromEntries(entries.map((entry) => entry.split("=")))).toEqual(environment);
    // Of the command itself, and of no program before it.
    expect(stderr.match(/nowhere/g)).toHaveLength(1);
    expect(await workspace.machine.readFile("/tmp/loaded")).toBeUndefined();
  });

  test("a command is bounded in its files, and root in its rights", async () => {
    const { stdout } = await workspace.sh("ulimit -n; ulimit -Hn; sudo grep CapBnd /proc/self/status");

    expect(stdout).toBe("1024\n1024\nCapBnd:\t00000000800445ff\n");
  });

  test.each([
    [["/nowhere/program"], {}, 127, "env: '/nowhere/program': No such file or directory\n"],
    [["nothing"], {}, 127, "env: 'nothing': No such file or directory\n"],
    [["/etc/passwd"], {}, 126, "env: '/etc/passwd': Permission denied\n"],
    [
      ["/bin/true"],
      { cwd: "/nowhere" },
      125,
      "env: cannot change directory to '/nowhere': No such file or directory\n",
    ],
  ])("%j that cannot be started is told as env tells it", async (argv, more, exitCode, output) => {
    const result = await workspace.machine.run({ argv, environment: workspace.machine.environment, ...more });

    expect(result).toMatchObject({ exitCode, output });
  });
});

test.each(Object.entries(systemCallsOf))("the filter for %s is within what the kernel takes", (_arch, calls) => {
  const { length } = filterOf(calls);

  expect(length % 8).toBe(0);
  expect(length / 8).toBeLessThan(4096);
});

function missing(): never {
  throw new Error("No system calls are known for this machine.");
}
