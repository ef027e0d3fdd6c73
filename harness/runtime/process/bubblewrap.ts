import type { Means } from "./means.ts";
import { programs } from "./programs.ts";
import type { Mount } from "./view.ts";

/** Isolation by the package bubblewrap. */
export const bubblewrap: Means = {
  name: "bubblewrap",
  network: (program) => [
    ...[programs.bwrap, "--unshare-user", "--unshare-net", "--uid", "0", "--gid", "0", "--cap-add", "ALL"],
    ...["--dev-bind", "/", "/", "--die-with-parent", "--", ...program],
  ],
  sandbox: (view, program) => [
    ...[programs.bwrap, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", view.hostname],
    ...["--die-with-parent", "--as-pid-1", "--cap-add", "ALL", "--json-status-fd", "3"],
    ...["--proc", "/proc", "--dev", "/dev", ...view.mounts.flatMap(option), "--chdir", "/", "--", ...program],
  ],
};

const bindings = { read: "--ro-bind", write: "--bind", link: "--symlink" } as const;

function option(mount: Mount): string[] {
  return mount.kind === "folder" ? ["--dir", mount.to] : [bindings[mount.kind], mount.from, mount.to];
}
