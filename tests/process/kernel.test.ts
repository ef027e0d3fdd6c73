import { readdirSync, readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkspace, type Workspace, workingMeans } from "./workspace.ts";

/** What a script of a workspace may try against the kernel that it shares with the harness, as anybody there. */
const people = ["coder", "root"] as const;

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace(means);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());

  test.each(people)("%s is nobody who matters on this machine", async (user) => {
    const ended = new AbortController();
    const started = Promise.withResolvers<void>();
    const running = workspace.sh(`echo; exec -a ${user}-of-a-workspace sleep 1000`, {
      user,
      signal: ended.signal,
      onOutput: () => started.resolve(),
    });
    await started.promise;

    await expect.poll(() => usersOf(`${user}-of-a-workspace`)).toHaveLength(1);
    const [id] = usersOf(`${user}-of-a-workspace`);
    ended.abort();

    await expect(running).rejects.toThrow();
    if (process.getuid?.() === 0) expect(id).toBeGreaterThanOrEqual(1000);
    else expect(id).toBe(process.getuid?.());
  });

  test.each(people)("%s can change no setting of the kernel", async (user) => {
    const { stdout } = await workspace.sh(
      [
        "for path in /proc/sys/kernel/core_pattern /proc/sys/user/max_user_namespaces /proc/sys/vm/overcommit_memory /proc/sysrq-trigger; do",
        '  cat "$path" > /tmp/value 2> /dev/null || echo h > /tmp/value',
        '  if cat /tmp/value > "$path"; then echo "$path"; fi',
        "done",
        "mount -o remount,rw /proc/sys; mount -o remount,bind,rw /proc/sys; umount /proc/sys; umount -l /proc/sys; umount -l /proc",
        "find /proc/sys /proc/irq /proc/bus /proc/sysrq-trigger -writable 2> /dev/null | head",
        "ls /sys 2> /dev/null",
      ].join("\n"),
      { user },
    );

    expect(stdout).toBe("");
  });

  test("the settings of the kernel are the workspace's own where it has some", async () => {
    expect((await workspace.sh("cat /proc/sys/kernel/hostname /proc/sys/user/max_user_namespaces")).stdout).toMatch(
      /^workspace\n\d+\n$/,
    );
  });

  test.each(people.flatMap((user) => namespaces.map((option) => [user, option] as const)))(
    "%s can make no namespace by unshare %s",
    async (user, option) => {
      const result = await workspace.sh(`unshare ${option} echo made; unshare -U ${option} echo made`, { user });

      expect(result).toMatchObject({ stdout: "", stderr: expect.stringMatching(/unshare/) });
    },
  );

  test.each(people)("%s can make no namespace by clone and clone3", async (user) => {
    const { stdout } = await workspace.sh(byClone, { user });

    expect(stdout).toMatch(/^clone3? \d+ -1\n/);
    expect(stdout).not.toMatch(/ (?!-1$)-?\d+$/m);
  });

  test.each(people.flatMap((user) => fileSystems.map((type) => [user, type] as const)))(
    "%s cannot mount a file system of type %s",
    async (user, type) => {
      const { exitCode } = await workspace.sh(`mkdir -p /tmp/at && mount -t ${type} none /tmp/at`, { user });

      expect(exitCode).not.toBe(0);
    },
  );

  test("root by sudo has no more rights than root", async () => {
    const { stdout } = await workspace.sh(
      "sudo sh -c 'unshare -U echo made; unshare -C echo made; unshare -m echo made; mount -t cgroup2 none /mnt && echo mounted'",
    );

    expect(stdout).toBe("");
  });

  test.each(people)("%s finds the usual devices alone", async (user) => {
    const { stdout } = await workspace.sh(
      "find /dev -mindepth 1 ! -path '/dev/pts/*' ! -path '/dev/shm/*' ! -lname /proc/kcore -printf '%f\\n'",
      {
        user,
      },
    );

    expect(stdout.trim().split("\n").sort()).toEqual(devices);
  });

  test("a server program is held as a workspace is", async () => {
    const script =
      "unshare -U echo made; unshare -C echo made; find /proc/sys -writable; ls -l /proc/self/fd | grep -c sys; echo end";
    const service = await workspace.network.service({
      hostname: "server.example.com",
      executable: "/bin/bash",
      args: ["-c", `${script}; exec sleep infinity`],
      environment: {},
      files: {},
      port: 80,
      tls: false,
    });

    await expect.poll(() => service.output, { timeout: 5000 }).toContain("end");

    expect(service.output).toEqual(["0", "end"]);
  });
});

const namespaces = ["-U", "-C", "-m", "-n", "-p", "-i", "-u", "-T"];
const fileSystems = ["cgroup", "cgroup2", "proc", "sysfs", "mqueue", "debugfs", "devtmpfs"];
const devices = "fd full null ptmx pts random shm stderr stdin stdout tty urandom zero".split(" ");

/** Of each kind by itself, as the kernel is asked for them: the flags of clone, and struct clone_args. */
const byClone = `perl -e '
  my %call = (x86_64 => 56, aarch64 => 220);
  chomp(my $machine = \`uname -m\`);
  for my $flag (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000) {
    my $clone = syscall($call{$machine}, $flag | 17, 0, 0, 0, 0);
    if ($clone == 0) { exit }
    my $args = pack("Q11", $flag, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0);
    my $clone3 = syscall(435, $args, 88);
    if ($clone3 == 0) { exit }
    print "clone $flag $clone\\nclone3 $flag $clone3\\n";
  }'`;

/** The ids of the users of the processes whose command line begins with a word. */
function usersOf(word: string): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(`${word}\0`) ? [statSync(`/proc/${pid}`).uid] : [];
    } catch {
      return [];
    }
  });
}
