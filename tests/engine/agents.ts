import { expect } from "vitest";
import type { AgentKind } from "../../harness/model/index.ts";
import type { Machine, MachineSpec, Network } from "../../harness/runtime/index.ts";
import { tellsWhoCanRead } from "./secret-files.ts";

/** How a test starts a machine, with the network that it is in. */
export interface Machines {
  readonly network: Network;
  start(spec: Pick<MachineSpec, "kind" | "without" | "busybox" | "architecture">): Promise<Machine>;
}

const sh = async (machine: Machine, script: string, user: "coder" | "root" = "coder") =>
  (await machine.run({ argv: ["/bin/sh", "-c", script], environment: machine.environment, user })).stdout;

const found = (names: string) => `for name in ${names}; do command -v $name >/dev/null && echo $name; done`;

const has: readonly (readonly [AgentKind, string])[] = [
  ["debian", "bash curl sudo unzip"],
  ["no-sudo", "bash curl unzip"],
  ["alpine-like", "wget busybox unzip"],
];

async function hasItsPrograms({ start, network }: Machines): Promise<void> {
  for (const [kind, programs] of has) {
    await using machine = await start({ kind });
    const all = "bash curl sudo wget busybox unzip python3";

    const stdout = (await sh(machine, found(all))).trim().split("\n");

    for (const program of programs.split(" ")) expect(stdout, kind).toContain(program);
    if (kind !== "debian") expect(stdout.length, kind).toBe(programs.split(" ").length);
    for (const program of all.split(" ").filter((name) => name !== "python3"))
      expect(await network.offers(program, kind), `${program} of ${kind}`).toBe(stdout.includes(program));
  }
}

async function cannotBecomeRoot({ start }: Machines): Promise<void> {
  for (const kind of ["no-sudo", "alpine-like"] as const) {
    await using machine = await start({ kind });
    const ways = ["su -c true", "touch /usr/local/bin/file", "touch /etc/file", "test -w /usr/local/bin"];

    const stdout = await sh(machine, `${ways.map((way) => `${way} && echo by ${way}`).join("\n")}\nid -u; echo ~`);

    expect(stdout, kind).toBe("1000\n/home/coder\n");
    await machine.writeFile("/usr/local/bin/tool", "#!/bin/sh\nid -u\n", { mode: 0o755, owner: "root" });
    expect(await sh(machine, "tool; ! rm -f /usr/local/bin/tool"), kind).toBe("1000\n");
  }
}

// Docker puts its own init there.
const leadsTo =
  "realpath /bin/* /usr/bin/* $(find /sbin/ /usr/sbin/ /usr/local/ ! -type d ! -name docker-init) | sort -u";

async function isBusyboxAlone({ start }: Machines): Promise<void> {
  await using machine = await start({ kind: "alpine-like" });

  // A busybox whose wget crashes at time limits has a stand-in beside it, which hands everything on.
  expect(await sh(machine, leadsTo)).toMatch(
    /^\/usr\/bin\/busybox\n\/usr\/bin\/openssl\n(\/usr\/local\/bin\/busybox\n)?$/,
  );
  expect(await sh(machine, "grep coder: /etc/passwd; sh -l -c 'echo $PATH'; ls -A ~")).toBe(
    "coder:x:1000:1000:Coder:/home/coder:/bin/sh\n/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n",
  );
}

async function canBeWithoutMore({ start }: Machines): Promise<void> {
  await using machine = await start({
    kind: "alpine-like",
    without: ["curl", "wget", "sudo", "bash"],
    architecture: "mips64",
  });

  expect(await sh(machine, `${found("sh wget unzip")}; uname -m; arch; uname -s`)).toBe(
    "sh\nunzip\nmips64\nmips64\nLinux\n",
  );
  await expect(start({ kind: "alpine-like", without: ["busybox"] })).rejects.toMatchObject({ code: "runtime.needed" });
}

async function canBeSearched({ start }: Machines): Promise<void> {
  await using machine = await start({ kind: "alpine-like" });
  await tellsWhoCanRead(machine);
}

/** What holds of the kinds of image on every runtime. */
export const agentTests: readonly (readonly [string, (machines: Machines) => Promise<void>])[] = [
  ["each kind has its programs, and only debian may have more", hasItsPrograms],
  ["the person of no-sudo and of alpine-like cannot become root", cannotBecomeRoot],
  ["every command of alpine-like is busybox's, but for openssl", isBusyboxAlone],
  ["alpine-like can lack programs that it has or does not have, but not its shell", canBeWithoutMore],
  ["alpine-like is searched with what the harness brings", canBeSearched],
];
