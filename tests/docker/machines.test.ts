import { describe, expect } from "vitest";
import { realPrograms } from "../../harness/runtime/architecture.ts";
import type { Machine, MachineSpec, Network } from "../../harness/runtime/index.ts";
import { test } from "./site.ts";

const open = (network: Network, spec: Partial<MachineSpec>) =>
  network.machine({ kind: "debian", trustedCertificates: "", executables: {}, ...spec });

const sh = (machine: Machine, script: string, user: "coder" | "root" = "coder") =>
  machine.run({ argv: ["/bin/sh", "-c", script], environment: machine.environment, user });

const findThem = (names: readonly string[]) => `
for name in ${names.join(" ")}; do
  for shell in sh bash dash; do
    if command -v "$shell" > /dev/null; then "$shell" -c 'command -v "$0"' "$name"; fi
  done
  find / -xdev -name "$name" -perm /111 ! -type d -path '*bin/*'
done`;

describe("a machine", () => {
  test.for([[["curl", "wget", "unzip", "perl", "awk"]], [["bash"]], [["sudo", "busybox"]]] as const)(
    "is without %j, for its user and for root",
    async ([without], { machine, network }) => {
      await using changed = await open(network, { without });

      expect((await sh(machine, findThem(without), "root")).stdout).not.toBe("");
      expect((await sh(changed, findThem(without))).stdout).toBe("");
      expect((await sh(changed, findThem(without), "root")).output).toBe("");
    },
  );

  test("has a shell that is there also without bash", async ({ network }) => {
    await using machine = await open(network, { without: ["bash"] });

    expect((await sh(machine, "sudo id -u; grep coder: /etc/passwd")).stdout).toMatch(/^0\ncoder:.*:\/bin\/sh\n$/);
  });

  test("has no way to root without sudo", async ({ network }) => {
    await using machine = await open(network, { without: ["sudo"] });
    const ways = ["sudo true", "su -c true", "touch /usr/local/bin/file", "touch /etc/file", "setpriv --reuid 0 true"];

    const { stdout } = await sh(machine, `${ways.map((way) => `${way} && echo by ${way}`).join("\n")}\nid -u`);

    expect(stdout).toBe("1000\n");
  });

  test("has busybox in place of what it is without", async ({ network }) => {
    await using machine = await open(network, { without: ["wget", "unzip"], busybox: ["wget", "unzip"] });

    const { stdout } = await sh(machine, "wget --help 2>&1 | head -1; unzip 2>&1 | head -1");

    expect(stdout).toMatch(/^BusyBox .*\nBusyBox .*\n$/);
    expect(await network.offers("busybox", "debian")).toBe(true);
    expect(await network.offers("no-such-program", "debian")).toBe(false);
  });

  test("says another architecture", async ({ machine, network }) => {
    await using changed = await open(network, { architecture: "mips64" });
    const machineWords = "uname -m; uname -p; uname -i; /bin/uname --machine; arch; dpkg --print-architecture";

    expect((await sh(changed, machineWords)).stdout).toBe("mips64\n".repeat(6));
    expect((await sh(changed, "uname -sr; uname -n")).stdout).toBe((await sh(machine, "uname -sr; uname -n")).stdout);
  });

  test("tells Bash another architecture, and has a kernel that names a 32-bit one", async ({ network }) => {
    await using machine = await open(network, { architecture: "aarch64", is32Bit: true });
    const { stdout } = await sh(machine, `bash -c 'echo $HOSTTYPE $MACHTYPE'; ${realPrograms}/uname -m; uname -m`);

    expect(stdout).toMatch(/^aarch64 aarch64-pc-linux-gnu\n(?:i686|armv8l)\naarch64\n$/);
  });

  test("trusts the authority that it is given alone, and the system's where it is given none", async ({
    machine,
    network,
  }) => {
    await using plain = await open(network, {});
    const count = "grep -c BEGIN /etc/ssl/certs/ca-certificates.crt";

    const [one, many] = await Promise.all([sh(machine, count), sh(plain, count)]);

    expect(Number(one.stdout)).toBe(1);
    expect(Number(many.stdout)).toBeGreaterThan(50);
  });

  test("is not made where the harness needs what it is to lack", async ({ network }) => {
    await expect(open(network, { without: ["sh"] })).rejects.toMatchObject({ code: "runtime.needed" });
  });
});
