import { existsSync, readFileSync } from "node:fs";

/** What keeps this machine from isolating processes, and what to change, a sentence each, as far as it can be seen. */
export function knownCauses(complaint: string): readonly string[] {
  return causes.filter(({ holds }) => holds(complaint)).map(({ remedy }) => remedy);
}

interface Cause {
  readonly holds: (complaint: string) => boolean;
  readonly remedy: string;
}

const causes: readonly Cause[] = [
  {
    holds: () => setting("user/max_user_namespaces") === "0",
    remedy: "This machine allows no user namespaces: run `sysctl user.max_user_namespaces=10000`.",
  },
  {
    holds: () => setting("kernel/unprivileged_userns_clone") === "0",
    remedy: "This machine allows only root to create user namespaces: run `sysctl kernel.unprivileged_userns_clone=1`.",
  },
  {
    holds: () => setting("kernel/apparmor_restrict_unprivileged_userns") === "1",
    remedy: "AppArmor restricts user namespaces here: run `sysctl kernel.apparmor_restrict_unprivileged_userns=0`.",
  },
  {
    holds: (complaint) => /unknown option|unrecognized option/i.test(complaint),
    remedy: "The program is too old: bubblewrap 0.4 or util-linux 2.36 is needed.",
  },
  {
    holds: (complaint) => complaint.includes("ENOENT") || complaint.includes("No such file"),
    remedy: "The program is not installed: install the package bubblewrap, or util-linux and iproute2.",
  },
  {
    holds: () => existsSync("/.dockerenv") || existsSync("/run/.containerenv"),
    remedy:
      "The harness runs in a container: start it with `--privileged`, or with `--cap-add SYS_ADMIN`, " +
      "`--security-opt seccomp=unconfined`, `--security-opt apparmor=unconfined` and `--security-opt systempaths=unconfined`.",
  },
];

function setting(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name}`, "utf8").trim();
  } catch {
    return undefined;
  }
}
