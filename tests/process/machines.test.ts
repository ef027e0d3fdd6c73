import { describe, expect, test } from "vitest";
import { realPrograms } from "../../harness/runtime/architecture.ts";
import { openWorkspace, workingMeans } from "./workspace.ts";

const findThem = `
for name; do
  for shell in sh bash dash; do
    if command -v "$shell" > /dev/null; then "$shell" -c 'command -v "$0"' "$name"; fi
  done
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin /etc/alternatives; do
    for path in "$folder/$name" "$folder/$name".[0-9]*; do if [ -x "$path" ]; then echo "$path"; fi; done
  done
done`;

describe.each(workingMeans.map((means) => [means.name, means] as const))("a machine by %s", (_name, means) => {
  test.each([[["curl", "wget", "unzip", "perl", "python3", "awk"]], [["bash"]], [["sudo", "busybox"]]])(
    "is without %j, for its user and for root",
    async (without) => {
      await using plain = await openWorkspace(means);
      await using workspace = await openWorkspace(means, { without });
      const argv = ["/bin/sh", "-c", findThem, "sh", ...without];

      expect((await plain.sh("", { argv })).stdout).not.toBe("");
      expect((await workspace.sh("", { argv })).output).toBe("");
      expect((await workspace.sh("", { argv, user: "root" })).output).toBe("");
    },
  );

  test("has a sudo also without bash", async () => {
    await using workspace = await openWorkspace(means, { without: ["bash"] });
    const argv = ["/bin/sh", "-c", "sudo id -u; sudo -s printenv SHELL; grep coder: /etc/passwd; bash"];

    const { stdout, exitCode } = await workspace.sh("", { argv });

    expect(stdout).toMatch(/^0\n\/bin\/sh\ncoder:.*:\/bin\/sh\n$/);
    expect(exitCode).toBe(127);
  });

  test("has no way to root without sudo", async () => {
    await using workspace = await openWorkspace(means, { without: ["sudo"] });
    const ways = [
      "sudo true",
      "su -c true",
      "touch /usr/local/bin/file",
      "touch /etc/file",
      "ls /run/sudo",
      "setpriv --reuid 0 true",
    ];

    const { stdout } = await workspace.sh(`${ways.map((way) => `${way} && echo by ${way}`).join("\n")}\nid -u`);

    expect(stdout).toBe("1000\n");
    expect((await workspace.sh("id -u", { user: "root" })).stdout).toBe("0\n");
  });

  test("has busybox in place of what it is without", async () => {
    await using workspace = await openWorkspace(means, { without: ["wget", "unzip"], busybox: ["wget", "unzip"] });

    const { stdout } = await workspace.sh("command -v wget unzip; wget --help 2>&1 | head -1; unzip 2>&1 | head -1");

    expect(stdout).toMatch(/^\/usr\/local\/bin\/wget\n\/usr\/local\/bin\/unzip\nBusyBox .*\nBusyBox .*\n$/);
    expect(await workspace.network.offers("busybox", "debian")).toBe(true);
    expect(await workspace.network.offers("no-such-program", "debian")).toBe(false);
  });

  test.each([[], ["sudo"]])("says another architecture, without %j", async (...without) => {
    await using plain = await openWorkspace(means);
    await using workspace = await openWorkspace(means, { architecture: "aarch64", without });
    const script = [
      ...["uname -m", "uname -p", "uname -i", "/bin/uname --machine", "arch", "dpkg --print-architecture"],
      ...["uname -sm", "uname -mrs", "uname", "uname -n", "uname -a", "uname --version | head -1", "uname -x"],
    ].join("\n");

    const [real, stood] = await Promise.all([plain.sh(script), workspace.sh(script)]);

    const expected = real.stdout
      .split("\n")
      .slice(6)
      .join("\n")
      .replaceAll(process.arch === "x64" ? "x86_64" : "", "aarch64");
    expect(stood.stdout).toBe(`${"aarch64\n".repeat(5)}arm64\n${expected}`);
    expect(stood.exitCode).toBe(1);
  });

  test("tells Bash another architecture, and has a kernel that names a 32-bit one", async () => {
    await using workspace = await openWorkspace(means, { architecture: "aarch64", is32Bit: true });

    const { stdout } = await workspace.sh(`bash -c 'echo $HOSTTYPE $MACHTYPE'; ${realPrograms}/uname -m; uname -m`);

    expect(stdout).toMatch(/^aarch64 aarch64-pc-linux-gnu\n(?:i686|armv8l)\naarch64\n$/);
  });

  test.each([{ without: ["curl", "sh"] }, { without: ["busybox"], busybox: ["wget"] }])(
    "is not made where the harness needs what it is to lack: %j",
    async (spec) => {
      await expect(openWorkspace(means, spec)).rejects.toMatchObject({ code: "runtime.needed" });
    },
  );
});
