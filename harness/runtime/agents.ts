import type { AgentKind } from "../model/index.ts";

/** What a kind of image is like, on every runtime. */
export interface AgentTraits {
  /** What it has, in a few words. */
  readonly has: string;
  /** Programs that a module may count on there. */
  readonly programs: readonly string[];
  /** Commands that it does not have, although the machine that it is put together on may. */
  readonly without: readonly string[];
  /** Its commands are busybox's, but for {@link programs}. */
  readonly isBusybox: boolean;
  /** The shell of everybody there, by /etc/passwd. */
  readonly shell: "/bin/bash" | "/bin/sh";
}

export const agents: Readonly<Record<AgentKind, AgentTraits>> = {
  debian: {
    has: "Debian, a user with sudo, bash, curl, unzip",
    programs: ["curl", "unzip"],
    without: [],
    isBusybox: false,
    shell: "/bin/bash",
  },
  "no-sudo": {
    has: "Debian, a user without sudo, bash, curl, unzip and nothing that could replace them",
    programs: ["curl", "unzip"],
    without: ["sudo", "doas", "wget", "busybox", "python3", "bsdtar", "7z", "jar"],
    isBusybox: false,
    shell: "/bin/bash",
  },
  "alpine-like": {
    has: "busybox, its sh and its wget, which verifies certificates by openssl; no bash, sudo or curl",
    programs: ["busybox", "openssl"],
    without: ["sudo"],
    isBusybox: true,
    shell: "/bin/sh",
  },
};

/** Where an image of busybox has it: every other command is a link to it. */
export const busyboxProgram = "/usr/bin/busybox";

/** What `/etc/profile` of an image of busybox says, as Alpine's does. */
export const busyboxProfile = `export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
umask 022
for script in /etc/profile.d/*.sh; do
  if [ -r "$script" ]; then . "$script"; fi
done
unset script
`;
