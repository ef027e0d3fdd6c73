import { mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { limits, poll } from "../../../waiting/index.ts";
import { bounds } from "../../bounds.ts";

/** Cgroups that bound what is in them together, one in each hierarchy that there is. */
export interface ControlGroup extends AsyncDisposable {
  /** What is put before a command so that it starts there; nothing where this machine gives no cgroups. */
  readonly enter: readonly string[];
  /** The bounds that something there has come to, in words. */
  reached(): Promise<readonly string[]>;
}

/** A cgroup in which a run can make others, and the files by which those are bounded. */
interface Parent {
  readonly folder: string;
  readonly bounds: Readonly<Record<string, string>>;
}

/** Makes a cgroup for one workspace of a run. */
export async function openControlGroup(runId: string, name: string): Promise<ControlGroup> {
  const groups = controlGroupParents().map((parent) => ({
    ...parent,
    folder: join(parent.folder, `${prefix(runId)}${name}`),
  }));
  for (const { folder, bounds: all } of groups) {
    await mkdir(folder);
    for (const [file, value] of Object.entries(all)) await writeFile(join(folder, file), value);
  }
  const folders = groups.map(({ folder }) => folder);
  return {
    enter: folders.length === 0 ? [] : ["/bin/sh", "-c", enterAll, "enter", String(folders.length), ...folders],
    async reached() {
      const files = folders.flatMap((folder) => eventFiles.map((file) => join(folder, file)));
      const events = (await Promise.all(files.map((path) => readFile(path, "utf8").catch(() => "")))).join("\n");
      return signs.filter(({ sign }) => sign.test(events)).map(({ bound }) => bound);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(folders.map(removeEmptied));
    },
  };
}

/** Removes the cgroups that are left of a run, of which no process is left. */
export async function removeControlGroups(runId: string): Promise<void> {
  for (const { folder } of controlGroupParents()) {
    const left = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(prefix(runId)));
    await Promise.all(left.map((name) => removeEmptied(join(folder, name))));
  }
}

const prefix = (runId: string) => `vault-jwt-conformance-${runId}-`;

const enterAll = `
count=$1
shift
while [ "$count" -gt 0 ]; do
  echo 0 > "$1/cgroup.procs" || exit
  count=$((count - 1))
  shift
done
exec "$@"
`;

const eventFiles = ["pids.events", "memory.events", "memory.oom_control"];
const signs = [
  { sign: /^max [1-9]/m, bound: `${bounds.processes} processes` },
  { sign: /^oom_kill [1-9]/m, bound: `${bounds.memory / 1024 ** 3} GiB of memory` },
];

/** What was killed takes a moment to be gone; what stays is left to the run's reaper. */
async function removeEmptied(folder: string): Promise<void> {
  const remove = async () => {
    const refusal = await rmdir(folder).then(
      () => "",
      (error: NodeJS.ErrnoException) => error.code,
    );
    return refusal === "EBUSY" ? undefined : true;
  };
  await poll(remove, { what: `the end of ${folder}`, limit: limits.processEnd }).catch(() => {});
}

let known: readonly Parent[] | undefined;

/** Where a run can make cgroups that bound processes and memory, found out by trying, once; empty where it cannot. */
export function controlGroupParents(): readonly Parent[] {
  known ??=
    candidates().find((parents) => parents.length > 0 && parents.every(({ folder }) => takesAnother(folder))) ?? [];
  return known;
}

const pids = { "pids.max": String(bounds.processes) };
const memory = String(bounds.memory);

/** The caller's own cgroups, and where those may have none below them (cgroup v2) the ones that they are in. */
function candidates(): readonly (readonly Parent[])[] {
  const own = ownGroups();
  const [forPids, forMemory, both] = [own("pids"), own("memory"), own("")];
  const unified = { ...pids, "memory.max": memory };
  return [
    forPids === undefined || forMemory === undefined
      ? []
      : [
          { folder: forPids, bounds: pids },
          { folder: forMemory, bounds: { "memory.limit_in_bytes": memory } },
        ],
    ...(both === undefined ? [] : [both, dirname(both)])
      .filter(hasControllers)
      .map((folder) => [{ folder, bounds: unified }]),
  ];
}

function hasControllers(folder: string): boolean {
  const enabled = readable(join(folder, "cgroup.subtree_control")).split(/\s+/);
  return ["pids", "memory"].every((controller) => enabled.includes(controller));
}

/** Gives the folder of this process's cgroup by its controller; `""` is that of cgroup v2. */
function ownGroups(): (controller: string) => string | undefined {
  const groups = readable("/proc/self/cgroup")
    .split("\n")
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line) ?? []);
  const mounts = readable("/proc/self/mountinfo")
    .split("\n")
    .map((line) => /^\S+ \S+ \S+ (\S+) (\S+) .* - (cgroup2?) \S+ (\S+)/.exec(line) ?? []);
  return (controller) => {
    const path = groups.find(([, names = "-"]) => names.split(",").includes(controller))?.[2];
    const mount = mounts.find(([, , , type, options = ""]) =>
      controller === "" ? type === "cgroup2" : type === "cgroup" && options.split(",").includes(controller),
    );
    const [, root, at] = mount ?? [];
    if (path === undefined || root === undefined || at === undefined) return undefined;
    const below = relative(root, path);
    return below.startsWith("..") ? undefined : join(at, below);
  };
}

function takesAnother(folder: string): boolean {
  const trial = join(folder, `vault-jwt-conformance-trial-${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
  try {
    mkdirSync(trial);
    rmdirSync(trial);
    return true;
  } catch {
    return false;
  }
}

function readable(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
