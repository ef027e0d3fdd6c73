import { existsSync, lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { agents } from "../../agents.ts";
import { type ArchitectureProgram, realPrograms } from "../../architecture.ts";
import { toolsFolder } from "../../tools.ts";
import type { MachineSpec, ServiceSpec } from "../../types.ts";
import { programFolders } from "./hidden.ts";
import { sudoFolder } from "./sudo.ts";

/** One thing in a file system put together for a sandbox, from this machine's own (`from`). */
export type Mount =
  | { readonly kind: "read" | "write"; readonly from: string; readonly to: string }
  | { readonly kind: "link"; readonly from: string; readonly to: string }
  | { readonly kind: "folder"; readonly to: string };

/** All that a sandbox sees beside its own /proc and a minimal /dev; later mounts lie over earlier ones. */
export interface View {
  readonly hostname: string;
  readonly mounts: readonly Mount[];
  /** A folder that mounts are from, to be on a file system of its own that takes no more than its bounds. */
  readonly disk?: string;
}

const read = (from: string, to = from): Mount => ({ kind: "read", from, to });
const write = (from: string, to: string): Mount => ({ kind: "write", from, to });
const folder = (to: string): Mount => ({ kind: "folder", to });

/** What a workspace is put together from, beside this machine's programs. */
export interface WorkspaceParts {
  /** The folder that has been laid out for it. */
  readonly folder: string;
  readonly hostsFile: string;
  /** The folder of the harness's own tools. */
  readonly tools: string;
  /** Whether what is written stays in the folder, whose size nothing bounds. */
  readonly keep: boolean;
}

/** What a workspace sees: programs of this machine read-only, and everything else from a folder of its own. */
export function workspaceView(spec: MachineSpec, { folder: place, hostsFile, tools, keep }: WorkspaceParts): View {
  const own = (name: string, to: string) => write(join(place, name), to);
  return {
    hostname: "workspace",
    ...(keep ? {} : { disk: place }),
    mounts: [
      ...systemPrograms(),
      ...(agents[spec.kind].isBusybox ? onlyBusybox(place) : []),
      own("local", "/usr/local"),
      own("etc", "/etc"),
      read(hostsFile, "/etc/hosts"),
      ...["/etc/alternatives", "/etc/ld.so.cache"].filter(existsSync).map((path) => read(path)),
      folder("/home"),
      own("home", "/home/coder"),
      own("tmp", "/tmp"),
      folder("/var"),
      own("var-tmp", "/var/tmp"),
      own("run", "/run"),
      ...(lacksSudo(spec) ? [] : [own(`run${sudoFolder}`, `/run${sudoFolder}`)]),
      folder("/root"),
      folder("/opt"),
      folder(dirname(toolsFolder)),
      read(tools, toolsFolder),
      ...Object.entries(spec.executables).flatMap(([to, from]) => [folder(dirname(to)), read(from, to)]),
      ...(agents[spec.kind].isBusybox ? [] : overPrograms(spec, place)),
    ],
  };
}

/** Commands of busybox where this machine's programs would be, and none where it keeps further ones. */
function onlyBusybox(place: string): Mount[] {
  const further = programFolders.filter((at) => at !== "/usr/bin");
  return [
    read(join(place, "bin"), "/usr/bin"),
    ...further.map((at) => read(join(place, at === "/bin" ? "bin" : "nothing"), at)),
    folder(dirname(realPrograms)),
    read(join(place, "real"), realPrograms),
  ];
}

/** What lies over single programs of this machine. */
function overPrograms(spec: MachineSpec, place: string): Mount[] {
  const sudo = lacksSudo(spec) ? [] : ["/usr/bin/sudo"];
  return [
    // A CLI that the machine's owner has installed is not the workspace's, and a setuid sudo cannot work there.
    ...["/usr/bin/vault", "/usr/bin/bao"].filter(existsSync).map((path) => read("/dev/null", path)),
    ...sudo.filter(existsSync).map((path) => read(join(place, "local/bin/sudo"), path)),
    ...(spec.architecture === undefined ? [] : standIns(place)),
  ];
}

/** Over the programs themselves, so that an absolute path leads there too. */
function standIns(place: string): Mount[] {
  const programs: readonly ArchitectureProgram[] = ["uname", "arch", "dpkg"];
  const here = programs.filter((name) => existsSync(`/usr/bin/${name}`));
  const real = here.map((name) => read(`/usr/bin/${name}`, `${realPrograms}/${name}`));
  return [
    folder(realPrograms),
    ...real,
    ...here.map((name) => read(join(place, "stand-ins", name), `/usr/bin/${name}`)),
  ];
}

/** Whether the person of a workspace cannot become root. */
export function lacksSudo({ without = [] }: MachineSpec): boolean {
  return without.includes("sudo");
}

/** Where a server finds its program and its folder. */
export const servicePaths = { program: "/opt/conformance/server", folder: "/srv/conformance" } as const;

/** What a server sees: this machine's programs and settings read-only, its own program and a folder to write to. */
export function serviceView(
  { hostname, executable, reads = {} }: Pick<ServiceSpec, "hostname" | "executable" | "reads">,
  place: string,
  hostsFile: string,
): View {
  return {
    hostname,
    mounts: [
      ...systemPrograms(),
      read("/etc"),
      read(hostsFile, "/etc/hosts"),
      folder("/tmp"),
      read(executable, servicePaths.program),
      write(place, servicePaths.folder),
      ...Object.entries(reads).flatMap(([to, from]) => [folder(dirname(to)), read(from, to)]),
    ],
  };
}

/** This machine's programs and libraries. On a merged-/usr system /bin and its like are links; elsewhere they are folders of their own. */
export function systemPrograms(): Mount[] {
  const names = readdirSync("/").filter((name) => /^(bin|sbin|lib\d*|libx32)$/.test(name));
  const beside = names.map(
    (name): Mount =>
      lstatSync(`/${name}`).isSymbolicLink() ? { kind: "link", from: `usr/${name}`, to: `/${name}` } : read(`/${name}`),
  );
  return [read("/usr"), ...beside];
}
