import { realpathSync } from "node:fs";
import { restricted } from "../process/kernel/index.ts";
import { kernelFiles, unshare } from "../process/namespaces/index.ts";
import type { Mount, View } from "../process/view/index.ts";
import { programs } from "../process/view/index.ts";
import { bounds } from "./bounds.ts";
import { contained } from "./container.ts";
import { entering, insider } from "./holder.ts";
import type { Confined, Confinement } from "./types.ts";
import { privateFolders, terraformView } from "./view.ts";

/** A name for a confined command, by which it can be ended. */
export function newCommandName(): string {
  return `vault-jwt-conformance-${crypto.randomUUID()}`;
}

/** The command line that runs a command confined; where nothing can, as it is. */
export function confine(confinement: Confinement, confined: Confined): readonly string[] {
  if (confinement.kind === "unsandboxed") return confined.argv;
  const network = (confined.network && !confinement.offline) || confinement.network;
  const { folder, variables, name } = confined;
  const [program = "", ...args] = confined.argv;
  const executable = realpathSync(program);
  const isLent = confined.reads.some(({ to }) => to === executable);
  const own = isLent ? [] : [{ from: executable, to: executable }];
  const view = terraformView({ ...confined, network, reads: [...confined.reads, ...own] }, confinement.etc);
  const last = [...restricted(folder), executable, ...args];
  if (confinement.kind === "container") {
    const inside = [...settled(bounds), ...last];
    return contained(confinement, { view, folder, hasNetwork: network, variables, name, program: inside });
  }
  const { kind, holder, owner } = confinement;
  const sandboxed = sandboxes[kind](view, folder, [...unprivileged(owner), ...last]);
  return [...entering(holder, { network }), ...sandboxed];
}

type Sandbox = (view: View, folder: string, program: readonly string[]) => readonly string[];

/** A sandbox of its own for each command, with its own processes and file system. */
const sandboxes: Readonly<Record<"bubblewrap" | "unshare", Sandbox>> = {
  bubblewrap: (view, folder, program) => [
    ...[programs.bwrap, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", view.hostname],
    ...["--die-with-parent", "--as-pid-1", "--cap-drop", "ALL"],
    // For what comes before Terraform: to become its user, and to go to its folder.
    ...["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_DAC_READ_SEARCH"].flatMap((name) => ["--cap-add", name]),
    ...["--proc", "/proc", ...kernelFiles(), "--dev", "/dev", ...view.mounts.flatMap(option), "--chdir", folder, "--"],
    ...settled(bounds),
    ...program,
  ],
  unshare(view, folder, program) {
    const script = [`/bin/chmod 1777 ${Object.values(privateFolders).join(" ")} || exit`, bounds].join("\n");
    // Its shell closes the kernel's settings, which it is given at descriptor 9. It says on descriptor 3 which process it has started, which nobody asks here.
    const deaf = ["/bin/sh", "-c", 'exec "$@" 3> /dev/null', "sh"];
    const arrived = ["/bin/bash", "-pc", 'cd "$1" && shift && exec "$@"', "terraform", folder];
    return [...deaf, ...unshare.layered(view, [...arrived, ...settled(script), ...program])];
  },
};

const bindings = { read: "--ro-bind", write: "--bind", link: "--symlink" } as const;
const isPrivate = (path: string) => Object.values<string>(privateFolders).includes(path);

function option(mount: Mount): readonly string[] {
  if (mount.kind !== "folder") return [bindings[mount.kind], mount.from, mount.to];
  return isPrivate(mount.to) ? ["--perms", "1777", "--dir", mount.to] : ["--dir", mount.to];
}

/** The first that a confined command says on standard output, once its sandbox stands. */
export const begun = "begun\n";

/** Closes what the caller has left open, and settles what follows by a script. */
function settled(script: string): readonly string[] {
  const closing = 'for at in /proc/self/fd/*; do at=${at##*/}; [ "$at" -le 2 ] || eval "exec $at>&-"; done';
  return ["/bin/bash", "-pc", `${closing}\n${script}\necho ${begun.trim()}\nexec "$@"`, "terraform"];
}

/** Nothing that follows has a privilege, or gets one; it ends with who started it. */
function unprivileged(owner: number | undefined): readonly string[] {
  const id = String(insider(owner));
  const becomes = owner === undefined ? [] : ["--reuid", id, "--regid", id, "--clear-groups"];
  const gives = ["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs"];
  return [programs.setpriv, ...becomes, ...gives, "--pdeathsig", "KILL", "--"];
}
