import {
  fillDisk,
  hiddenKernelFiles,
  hiddenKernelFolders,
  readOnlyKernelFiles,
  withoutNamespaces,
} from "../kernel/index.ts";
import { asSandboxUser } from "../sandbox-user.ts";
import type { Mount, View } from "../view/index.ts";
import { programs } from "../view/index.ts";
import type { Means } from "./types.ts";

/** Isolation by the package bubblewrap. */
export const bubblewrap: Means = {
  name: "bubblewrap",
  network: (program) => [
    ...asSandboxUser(),
    ...[programs.bwrap, "--unshare-user", "--unshare-net", "--uid", "0", "--gid", "0", "--cap-add", "ALL"],
    ...["--dev-bind", "/", "/", "--die-with-parent", "--", ...program],
  ],
  layered: (view, program) => [
    ...prepared(view),
    ...[programs.bwrap, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", view.hostname],
    ...["--die-with-parent", "--as-pid-1", "--cap-add", "ALL", "--json-status-fd", "3"],
    ...["--proc", "/proc", ...kernelFiles(), "--dev", "/dev"],
    ...[...view.mounts.flatMap(option), "--chdir", "/", "--", ...program],
  ],
  sandbox: (view, program) => bubblewrap.layered(view, withoutNamespaces(program)),
};

const bindings = { read: "--ro-bind", write: "--bind", link: "--symlink" } as const;

function option(mount: Mount): string[] {
  return mount.kind === "folder" ? ["--dir", mount.to] : [bindings[mount.kind], mount.from, mount.to];
}

/** Options that take from /proc what changes this machine. Bubblewrap itself goes by whether the sandbox's root could write to them, which the modes of folders do not say. */
export function kernelFiles(): string[] {
  return [
    ...readOnlyKernelFiles().flatMap((path) => ["--ro-bind", path, path]),
    ...hiddenKernelFiles().flatMap((path) => ["--ro-bind", "/dev/null", path]),
    ...hiddenKernelFolders().flatMap((path) => ["--tmpfs", path, "--remount-ro", path]),
  ];
}

/** Opens the kernel's settings at descriptor 9, and makes the view's disk. */
function prepared({ disk }: View): readonly string[] {
  if (disk === undefined) return ["/bin/sh", "-c", 'exec 9< /proc/sys && exec "$@"', "prepare"];
  return [programs.unshare, "--mount", "--", "/bin/sh", "-c", onDisk, "prepare", disk];
}

const onDisk = `
PATH=/usr/sbin:/usr/bin:/sbin:/bin
umask 022
disk=$1
shift
exec 9< /proc/sys && ${fillDisk} && exec "$@"
`;
