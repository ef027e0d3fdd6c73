import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { lstat, mkdir, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { HarnessFault } from "../../errors/index.ts";
import { runMarker } from "../marker.ts";
import { runProcess } from "../runProcess.ts";
import type { Command, Machine, MachineSpec } from "../types.ts";
import { programs } from "./programs.ts";
import { sudoBroker, sudoFolder } from "./sudo.ts";
import { layOutWorkspace } from "./workspaceFiles.ts";

const home = "/home/coder";
const environment = {
  HOME: home,
  USER: "coder",
  LANG: "C.UTF-8",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
} as const;

export interface MachinePlace {
  readonly runId: string;
  readonly folder: string;
  readonly enter: readonly string[];
  readonly hostsFile: string;
}

/**
 * Starts a workspace: the machine's own programs read-only, everything else of its own.
 *
 * @throws HarnessFault `runtime.machine` when the kernel refuses the isolation
 */
export async function startMachine(spec: MachineSpec, place: MachinePlace): Promise<Machine> {
  await mkdir(place.folder, { recursive: true });
  await layOutWorkspace(place.folder, spec);
  const [command = "", ...before] = place.enter;
  const child = spawn(command, [...before, ...(await isolation(spec, place)), "/bin/sh", "-c", sudoBroker], {
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    env: runMarker(place.runId),
  });
  const pid = await sandboxPid(child);
  return machineOf(child, pid);
}

async function isolation(spec: MachineSpec, place: MachinePlace): Promise<string[]> {
  const at = (name: string) => join(place.folder, name);
  const fixed = [
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    "--die-with-parent",
    "--new-session",
    "--cap-add",
    "ALL",
  ];
  const system = ["--hostname", "workspace", "--proc", "/proc", "--dev", "/dev", "--ro-bind", "/usr", "/usr"];
  const own = [
    "--bind",
    at("local"),
    "/usr/local",
    "--bind",
    at("etc"),
    "/etc",
    "--ro-bind",
    place.hostsFile,
    "/etc/hosts",
  ];
  const people = [
    "--bind",
    at("home"),
    home,
    "--bind",
    at("tmp"),
    "/tmp",
    "--bind",
    at("run"),
    "/run",
    "--dir",
    "/root",
  ];
  const given = Object.entries(spec.executables).flatMap(([to, from]) => ["--ro-bind", from, to]);
  return [programs.bwrap, ...fixed, ...system, ...(await systemLinks()), ...own, ...libraryPaths(), ...people].concat(
    hiddenPrograms(),
    given,
    ["--dir", "/var/tmp", "--setenv", "PWD", "/", "--chdir", "/", "--json-status-fd", "3"],
  );
}

/** On a merged-/usr system /bin and its like are links; elsewhere they are folders of their own. */
async function systemLinks(): Promise<string[]> {
  const names = (await readdir("/")).filter((name) => /^(bin|sbin|lib\d*|libx32)$/.test(name));
  const links = await Promise.all(
    names.map(async (name) =>
      (await lstat(`/${name}`)).isSymbolicLink()
        ? ["--symlink", `usr/${name}`, `/${name}`]
        : ["--ro-bind", `/${name}`, `/${name}`],
    ),
  );
  return links.flat();
}

function libraryPaths(): string[] {
  const paths = ["/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"];
  return paths.flatMap((path) => ["--ro-bind-try", path, path]);
}

/** A CLI that the machine's owner has installed is not the workspace's. */
function hiddenPrograms(): string[] {
  const paths = ["/usr/bin/vault", "/usr/bin/bao"].filter((path) => existsSync(path));
  return paths.flatMap((path) => ["--ro-bind", "/dev/null", path]);
}

/** Process id of the workspace's first process, as this machine counts. */
async function sandboxPid(child: ChildProcess): Promise<number> {
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  const status = child.stdio[3] as Readable;
  const first = await Promise.race([once(status, "data"), once(child, "exit").then(() => undefined)]);
  const pid = first === undefined ? undefined : /"child-pid": (\d+)/.exec(String(first[0]))?.[1];
  const ready =
    child.stdout === null
      ? undefined
      : await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => undefined)]);
  if (pid === undefined || ready === undefined || !String(ready[0]).startsWith("ready")) {
    const said = complaint.trim() || "bwrap ended";
    throw new HarnessFault(
      "runtime.machine",
      `A workspace could not be isolated: ${said}.`,
      "Run `doctor`, or use --runtime docker.",
    );
  }
  return Number(pid);
}

function machineOf(child: ChildProcess, pid: number): Machine {
  const inside = [programs.nsenter, "--preserve-credentials", "--target", String(pid)];
  const enter = [...inside, "--user", "--mount", "--pid", "--net", "--ipc", "--uts", "--"];
  const run = (command: Command) => runProcess([...enter, ...asUser(command), ...command.argv], command);
  const asRoot = async (argv: readonly string[], stdin?: string | Buffer) =>
    await runProcess([...enter, ...argv], {
      argv,
      environment: { PATH: environment.PATH },
      ...(stdin === undefined ? {} : { stdin }),
    });
  return {
    home,
    environment,
    run: async (command) => (await run(command)).text,
    async readFile(path) {
      const result = await asRoot(["/bin/cat", "--", path]);
      return result.text.exitCode === 0 ? result.stdout : undefined;
    },
    async writeFile(path, content, options = {}) {
      const mode = (options.mode ?? 0o644).toString(8);
      const script = 'mkdir -p -- "$1" && cat > "$1/$2" && chmod "$3" "$1/$2"';
      await asRoot(["/bin/sh", "-c", script, "sh", dirname(path), basename(path), mode], content);
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

/** The workspace's user owns its home and nothing of the system: only root may write there. */
function asUser(command: Command): string[] {
  const cwd = command.cwd ?? (command.user === "root" ? "/root" : home);
  if (command.user === "root") return ["/bin/sh", "-c", 'cd "$0" && exec "$@"', cwd];
  const readOnly = ["/usr", "/etc"].flatMap((path) => ["--ro-bind", path, path]);
  const owned = [
    "--unshare-user",
    "--uid",
    "1000",
    "--gid",
    "1000",
    "--dev-bind",
    "/",
    "/",
    ...readOnly,
    "--tmpfs",
    "/root",
  ];
  const queue = ["--bind", `/run${sudoFolder}`, `/run${sudoFolder}`];
  return [programs.bwrap, ...owned, ...queue, "--die-with-parent", "--chdir", cwd, "--"];
}
