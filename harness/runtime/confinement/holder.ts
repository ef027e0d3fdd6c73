import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { ownMarker, runMarker } from "../marker.ts";
import { newUnprivilegedId } from "../process/sandbox-user.ts";
import { programs } from "../process/view/index.ts";

/** A user namespace with a network namespace in it that nothing leads out of. */
export interface Holder extends AsyncDisposable {
  readonly pid: number;
  /** Whom its user 1000 is to this machine, where the harness is root. */
  readonly owner?: number;
  /** Whether what is in it can make no user namespace of its own. */
  readonly isLocked: boolean;
}

/** Whom Terraform runs as in its namespace: root of it has no privilege there, and is the caller to this machine. */
export const insider = (owner: number | undefined): number => (owner === undefined ? 0 : 1000);

/**
 * Makes the namespaces that all sandboxes of a run's Terraform are in: one for each command would cost the kernel more
 * than the command. They are there as long as this process holds the holder's standard input.
 *
 * @throws Error the system's reason
 */
export async function openHolder(runId: string): Promise<Holder> {
  const owner = ownOwner();
  const args = ["--user", "--net", "--", "/bin/sh", "-c", "echo && exec cat > /dev/null"];
  const child = spawn(programs.unshare, args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: runMarker(runId),
    detached: true,
  });
  await using opened = new AsyncDisposableStack();
  opened.defer(() => end(child));
  await isReady(child);
  const pid = child.pid ?? 0;
  await mapIds(pid, owner);
  const isLocked = await lock(pid);
  const all = opened.move();
  return { pid, isLocked, ...(owner !== undefined && { owner }), [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** The command that enters a holder's namespaces, as their root, up to the program. */
export function entering(holder: number, { network }: { readonly network: boolean }): readonly string[] {
  const own = network ? [] : ["--net"];
  return [programs.nsenter, "--preserve-credentials", "--user", ...own, "--target", String(holder), "--"];
}

/**
 * Whom Terraform runs as where the harness is root.
 *
 * @throws Error where root has nobody else to give
 */
export function ownOwner(): number | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = newUnprivilegedId();
  if (owner === undefined) throw new Error("the harness is root, and its user namespace has no other id for Terraform");
  return owner;
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  child.ref();
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

async function isReady(child: ChildProcess): Promise<void> {
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.stdout?.once("data", () => resolve());
  child.once("error", reject);
  child.once("close", () => reject(new Error(complaint.trim() || "the kernel does not allow namespaces")));
  await promise;
  unhold(child);
}

/** It keeps no process from its end. */
function unhold(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    if (stream !== null && "unref" in stream && typeof stream.unref === "function") stream.unref();
  }
}

async function mapIds(pid: number, owner: number | undefined): Promise<void> {
  const to = (own: number) => (owner === undefined ? `0 ${own} 1\n` : `0 ${own} 1\n1000 ${owner} 1\n`);
  const write = (name: string, text: string) => writeFile(`/proc/${pid}/${name}`, text);
  // The kernel asks it of who is not root.
  if (owner === undefined) await write("setgroups", "deny");
  await write("uid_map", to(process.getuid?.() ?? 0));
  await write("gid_map", to(process.getgid?.() ?? 0));
}

/** A user namespace of one's own gives rights in it: to mount the cgroups of this machine, for one. */
async function lock(pid: number): Promise<boolean> {
  const script = "echo 0 > /proc/sys/user/max_user_namespaces";
  const [command = "", ...args] = [...entering(pid, { network: true }), "/bin/sh", "-c", script];
  const child = spawn(command, args, { stdio: "ignore", env: ownMarker() });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  child.once("error", () => resolve(false));
  child.once("close", (code) => resolve(code === 0));
  return await promise;
}
