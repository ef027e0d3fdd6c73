import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { controlGroupParents } from "../../harness/runtime/process/kernel/control-group.ts";
import { debian, openWorkspace, workingMeans } from "./workspace.ts";

const hasGroups = controlGroupParents().length > 0;

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  test.each(["", "sudo"])("a fork bomb comes to its end, and others do not notice %s", async (before) => {
    await using workspace = await openWorkspace(means);
    await using other = await workspace.network.machine(debian);

    const bomb =
      "while (defined(my $child = fork)) { $count++; next if $child; sleep 1000; exit } print $count > 400, $!; kill KILL => 0";
    const { output } = await workspace.sh(`${before} perl -e '$| = 1; ${bomb}'`);

    expect(output).toMatch(/^1Resource temporarily unavailable/);
    if (hasGroups) expect(await workspace.machine.reached()).toEqual(["512 processes"]);
    expect(await other.run({ argv: ["/bin/echo", "well"], environment: {} })).toMatchObject({ stdout: "well\n" });
  });

  test("a memory hog is ended", async () => {
    await using workspace = await openWorkspace(means);

    const { exitCode } = await workspace.sh("perl -e '$x = \"x\" x 3_000_000_000; print length $x'");

    expect(exitCode).not.toBe(0);
  });

  test.runIf(hasGroups)("hogs of one workspace are ended together", async () => {
    await using workspace = await openWorkspace(means);

    await workspace.sh("for i in 1 2 3; do perl -e '$x = \"x\" x shift; sleep 5' 1700000000 & done; wait");

    expect(await workspace.machine.reached()).toEqual(["4 GiB of memory"]);
  });

  test.each(["/home/coder", "/tmp", "/var/tmp"])("a filler of %s comes to the end of the disk", async (at) => {
    await using workspace = await openWorkspace(means);

    const { output } = await workspace.sh(`fallocate -l 2047M ${at}/file; head -c 1G /dev/zero > ${at}/more`);

    expect(output).toContain("No space left on device");
    expect(await workspace.machine.reached()).toEqual(["2 GiB of disk"]);
  });

  test("root fills no more than small folders beside its disk", async () => {
    await using workspace = await openWorkspace(means);

    const { output } = await workspace.sh(
      "for at in / /root /dev /dev/shm /opt /var /run /etc /usr/local; do sudo fallocate -l 3G $at/file; done",
    );

    expect(output.match(/No space left on device/g)).toHaveLength(9);
  });

  test("files without content are bounded too", async () => {
    await using workspace = await openWorkspace(means);

    const { output } = await workspace.sh("cd /tmp && seq 1 120000 | xargs touch");

    expect(output).toContain("No space left on device");
    expect(await workspace.machine.reached()).toEqual(["100000 files"]);
  });

  test("open files are bounded", async () => {
    await using workspace = await openWorkspace(means);

    const { stdout } = await workspace.sh(
      'perl -e \'while (open my $f, "<", "/dev/null") { push @all, $f } print scalar(@all) > 1000 && scalar(@all) < 1024 ? "bounded" : scalar(@all)\'',
    );

    expect(stdout).toBe("bounded");
  });

  test.runIf(hasGroups)("cgroups go with their workspace", async () => {
    const groups = async () => (await Promise.all(controlGroupParents().map(({ folder }) => readdir(folder)))).flat();
    const workspace = await openWorkspace(means);
    const id = workspace.folder.split("/").at(-1) ?? "";
    expect((await groups()).filter((name) => name.includes(id))).toHaveLength(controlGroupParents().length);

    await workspace[Symbol.asyncDispose]();

    expect((await groups()).filter((name) => name.includes(id))).toEqual([]);
  });
});
