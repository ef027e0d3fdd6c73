import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Place } from "./place.ts";

/** What the host is like: a name for each thing that is looked at, and its state. */
export type Canary = ReadonlyMap<string, string>;

/** Looks at the host. */
export async function lookAtHost(place: Place): Promise<Canary> {
  const folders = await Promise.all(
    ["caller", "home", "beside", "cache", "state", "t"].map((name) => filesIn(place, name)),
  );
  return new Map([
    ...folders.flat(),
    ...(await settings()),
    ...(await marked(place)),
    ...(await mounts()),
    ...(await containers(place)),
    ["the host's name", hostname()],
    ["the victim", await stateOf(place.victim.pid)],
    ["shared memory", await sharedMemory()],
    ["addresses", addresses()],
  ]);
}

/** What is another than before, a line each. */
export function differences(before: Canary, after: Canary): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    if (was === undefined) return [`${name} came: ${is}`];
    return is === undefined ? [`${name} went`] : [`${name} was ${was} and is ${is}`];
  });
}

/** Puts back what an attack has changed outside of the place. */
export async function restore(before: Canary, after: Canary): Promise<void> {
  for (const [name, value] of before) {
    if (name.startsWith("/proc/sys/") && after.get(name) !== value) await writeFile(name, value).catch(() => {});
  }
  for (const name of after.keys())
    if (name.startsWith("mount ") && !before.has(name)) await execa("umount", ["-l", name.slice(6)], { reject: false });
  if (after.get("shared memory") !== before.get("shared memory"))
    await execa("ipcrm", ["-M", "0x48445300", "-S", "0x48445300", "-Q", "0x48445300"], { reject: false });
  for (const name of after.keys())
    if (name.startsWith("mark ")) await rm(name.slice(5), { recursive: true, force: true });
}

/** What runs leave for the next one: locks of who uses an entry, and times of the last use. */
const changing = /^(?:cache\/(?:holds|tmp)(?:\/|$)|home\/\.(?:cache|local|config)(?:\/|$))/;

async function filesIn(place: Place, name: string): Promise<readonly (readonly [string, string])[]> {
  if (changing.test(name)) return [];
  const path = place.path(name);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return [[name, "gone"]];
  if (found.isSymbolicLink()) return [[name, `a link to ${await readlink(path)}`]];
  if (found.isDirectory()) {
    const within = await Promise.all((await readdir(path)).sort().map((entry) => filesIn(place, `${name}/${entry}`)));
    return within.flat();
  }
  const kind = found.isFile() ? await digestOf(path) : "no regular file";
  return [[name, `${(found.mode & 0o7777).toString(8)} ${kind}`]];
}

async function digestOf(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex")
    .slice(0, 16);
}

const settingNames = ["kernel/core_pattern", "kernel/modprobe", "kernel/sysrq", "kernel/hostname", "kernel/domainname"]
  .concat([
    "kernel/panic",
    "kernel/randomize_va_space",
    "fs/suid_dumpable",
    "fs/protected_symlinks",
    "vm/stat_interval",
  ])
  .concat(["vm/swappiness", "vm/overcommit_memory", "net/ipv4/tcp_syncookies", "user/max_user_namespaces"]);

async function settings(): Promise<readonly (readonly [string, string])[]> {
  return await Promise.all(
    settingNames.map(async (name) => {
      const value = await readFile(`/proc/sys/${name}`, "utf8").catch(() => "none\n");
      return [`/proc/sys/${name}`, value.trim()] as const;
    }),
  );
}

const hostFolders = [
  "/",
  "/usr",
  "/usr/bin",
  "/usr/share",
  "/usr/local",
  "/usr/local/bin",
  "/etc",
  "/opt",
  "/root",
  "/home",
].concat(["/tmp", "/var/tmp", "/run", "/dev/shm", "/lib", "/sys/fs/cgroup", "/sys/fs/cgroup/unified"]);

/** Files outside of the place that have the name of an act. */
async function marked({ knowledge, folder }: Place): Promise<readonly (readonly [string, string])[]> {
  const folders = [...hostFolders, knowledge.HARNESS ?? "/", join(folder, "out")];
  const found = await Promise.all(
    folders.map(async (at) => {
      const names = await readdir(at).catch(() => []);
      return names.filter((name) => name.includes(knowledge.PREFIX ?? "hm-")).map((name) => join(at, name));
    }),
  );
  return found.flat().map((path) => [`mark ${path}`, "there"] as const);
}

/** Without those of a Docker daemon, which come and go with the containers of anybody. */
async function mounts(): Promise<readonly (readonly [string, string])[]> {
  const text = await readFile("/proc/self/mountinfo", "utf8");
  const points = text.split("\n").map((line) => line.split(" ")[4] ?? "");
  return points
    .filter((point) => point !== "" && !/docker|containerd|netns|\/overlay2\/[0-9a-f]+\/merged$/.test(point))
    .map((point) => [`mount ${point}`, "there"]);
}

async function containers({ folder }: Place): Promise<readonly (readonly [string, string])[]> {
  const found = await Promise.all(
    [
      ["ps", "--all"],
      ["network", "ls"],
    ].map(async (command) => {
      const format = '{{.ID}} {{.Label "vault-jwt-conformance.owner"}}';
      const { stdout } = await execa("docker", [...command, "--no-trunc", "--format", format], { reject: false });
      return (stdout ?? "").split("\n").filter((line) => line.includes(folder));
    }),
  );
  return found.flat().map((line) => [`container ${line}`, "there"]);
}

async function stateOf(pid: number | undefined): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const state = text.slice(text.lastIndexOf(")") + 2)[0];
  return state === undefined || "ZX".includes(state) ? "ended" : state === "T" ? "stopped" : "alive";
}

const ipcKey = String(0x48445300);

async function sharedMemory(): Promise<string> {
  const tables = await Promise.all(
    ["shm", "sem", "msg"].map((name) => readFile(`/proc/sysvipc/${name}`, "utf8").catch(() => "")),
  );
  const own = tables.flatMap((table) => table.split("\n").filter((line) => line.trim().startsWith(`${ipcKey} `)));
  return own.length === 0 ? "none" : `${own.length} of a module`;
}

function addresses(): string {
  return Object.keys(networkInterfaces())
    .filter((name) => !/^(?:veth|br-|docker)/.test(name))
    .sort()
    .join(" ");
}
