import { release } from "node:os";
import { CannotRunHere } from "../../../errors/index.ts";
import { bounds } from "../../bounds.ts";
import { sandboxUser } from "../sandbox-user.ts";
import { controlGroupParents } from "./control-group.ts";
import { restriction } from "./restriction.ts";

/** A promise of SECURITY.md, whether it holds here, and what would make it hold. */
export interface Promised {
  readonly what: string;
  readonly holds: boolean;
  /** What is bounded or kept away, or what is not. */
  readonly detail: string;
  readonly remedy: string;
}

const gigabytes = (bytes: number) => `${bytes / 1024 ** 3} GiB`;

/** The promises that not every machine can keep, found out by trying. */
export function promises(): readonly Promised[] {
  return [unprivileged(), filtered(), bounded()];
}

function unprivileged(): Promised {
  const what = "user of workspaces";
  try {
    const isRoot = sandboxUser() !== undefined;
    const detail = isRoot ? "an unused id, instead of root" : "your own id, without privileges";
    return { what, holds: true, detail, remedy: "" };
  } catch (error) {
    if (!(error instanceof CannotRunHere)) throw error;
    return { what, holds: false, detail: error.message, remedy: error.remedy };
  }
}

function filtered(): Promised {
  const holds = restriction() !== undefined;
  return {
    what: "system calls of workspaces",
    holds,
    detail: holds
      ? "filtered by seccomp"
      : "not filtered: keyrings, ptrace, AF_VSOCK and the like are within reach of a workspace",
    remedy: "Install perl, on x86_64 or arm64 and a kernel with seccomp filters, or use --runtime docker.",
  };
}

function bounded(): Promised {
  const holds = controlGroupParents().length > 0;
  const [one, memory] = [`${bounds.processes} processes`, `${gigabytes(bounds.memory)} of memory`];
  const each = `of memory only for each process (${gigabytes(bounds.processMemory)})`;
  const all = `of processes ${countsByNamespace() ? `for all together (${bounds.networkProcesses})` : "not at all"}`;
  return {
    what: "limits of workspaces",
    holds,
    detail: holds ? `${one} and ${memory} each, by cgroups` : `${all}, ${each}: no cgroup can be made here`,
    remedy:
      "Run the harness where it can make cgroups with the controllers `pids` and `memory`, such as in " +
      "`systemd-run --user --scope --property Delegate=yes`, or use --runtime docker.",
  };
}

/** Since Linux 5.14 the kernel counts the processes of a user by user namespace. */
function countsByNamespace(): boolean {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}
