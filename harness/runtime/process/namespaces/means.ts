import { spawn } from "node:child_process";
import { CannotRunHere } from "../../../errors/index.ts";
import { ownMarker } from "../../marker.ts";
import { forbidNamespaces, knownCauses, lockedRoot, reachable } from "../kernel/index.ts";
import { sandboxUser } from "../sandbox-user.ts";
import { systemPrograms } from "../view/index.ts";
import { isolateUser } from "../workspace-init.ts";
import { bubblewrap } from "./bubblewrap.ts";
import type { Means } from "./types.ts";
import { unshare } from "./unshare.ts";

/** In the order in which they are preferred. */
export const allMeans: readonly Means[] = [bubblewrap, unshare];

/** The user's side is there before namespaces are forbidden; afterwards there must be none. */
const probe: readonly string[] = [
  ...["/usr/bin/unshare", ...lockedRoot, "/bin/bash", "-pc"],
  `"$0" -pc "$1" "$0" /bin/true && { ${forbidNamespaces} } && ! unshare --user true 2> /dev/null`,
  ...["/bin/bash", isolateUser("/bin/bash")],
];

/** Tries a means with everything that a workspace needs of it; gives what was said where it does not work. */
export async function tryMeans(means: Means): Promise<string | undefined> {
  try {
    return await tryCommand(commandOf(means));
  } catch (error) {
    if (error instanceof CannotRunHere) return error.message;
    throw error;
  }
}

function commandOf(means: Means): readonly string[] {
  const { before, view } = reachable({ hostname: "probe", mounts: systemPrograms() });
  return [...before, ...means.network(means.layered(view, probe))];
}

async function tryCommand([command = "", ...args]: readonly string[]): Promise<string | undefined> {
  const child = spawn(command, args, {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    detached: true,
    // Where this process is killed meanwhile, what has failed half-way would stay.
    env: ownMarker(),
  });
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  // What has failed half-way may have left a part that waits for the rest.
  child.once("exit", () => endGroup(child.pid));
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  child.once("error", (error) => resolve(error.message));
  child.once("close", (code) => resolve(code === 0 ? undefined : firstLine(said) || `exit status ${code}`));
  return await promise;
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL");
  } catch {
    // The usual case: all of it has ended.
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

/** What lets a user isolate processes, on the distributions that forbid it. */
export const isolationRemedy: string =
  "Install the package bubblewrap (or util-linux 2.36 and iproute2), allow unprivileged user namespaces (on Ubuntu " +
  "`sysctl kernel.apparmor_restrict_unprivileged_userns=0`, on an old Debian `sysctl kernel.unprivileged_userns_clone=1`), " +
  "or use --runtime docker.";

let chosen: Promise<Means> | undefined;

/**
 * The means that isolates here, found by trying, once.
 *
 * @throws CannotRunHere `isolation.unavailable` where none works, `isolation.root`
 */
export async function chooseMeans(): Promise<Means> {
  chosen ??= firstThatWorks();
  return await chosen;
}

async function firstThatWorks(): Promise<Means> {
  // Refuses at once where nothing that works would be of use.
  sandboxUser();
  const said: string[] = [];
  for (const means of allMeans) {
    const complaint = await tryMeans(means);
    if (complaint === undefined) return means;
    said.push(`${means.name}: ${complaint}`);
  }
  throw new CannotRunHere(
    "isolation.unavailable",
    `Workspaces cannot be isolated on this machine (${said.join("; ")}).`,
    [...knownCauses(said.join("\n")), isolationRemedy].join(" "),
    { said },
  );
}
