import { glob, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { reportFiles } from "../../harness/output/index.ts";
import { atTheDaemon } from "../../tests/docker/at-the-daemon.ts";

/** Where a run has been that nothing may be left of. */
export interface Place {
  /** Its temporary folder, empty before. */
  readonly temporary: string;
  /** The folder that it is called in, empty before; its reports go to `out` there. */
  readonly work: string;
  readonly cache: string;
  /** The mounts that were there before. */
  readonly mounts: ReadonlySet<string>;
  readonly usesDocker: boolean;
}

interface Looked {
  /** The ids of the runs, as far as they are known. */
  readonly runs: readonly string[];
  /** Whether what is written beside its place first counts: `clean` does not know of it, and the reaper is gone. */
  readonly halfWritten: boolean;
}

/**
 * All that is left of runs, a line each. It is called in process and mount namespaces of their own, where every process
 * and mount that comes is theirs, and where no other namespace outlives them: each is held by a process or a mount.
 */
export async function leftBehind(place: Place, { runs, halfWritten }: Looked): Promise<readonly string[]> {
  const found = await Promise.all([
    processes(),
    mounts(place.mounts),
    named("temporary file", readdir(place.temporary)),
    ...(halfWritten ? [named("file", strays(place.work)), named("file of the cache", underWay(place.cache))] : []),
    named("cgroup", cgroupsOf(runs)),
    place.usesDocker ? atTheDaemon(place.temporary) : [],
  ]);
  return found.flat();
}

/** Lines that say which mounts there are. */
export async function mountsHere(): Promise<readonly string[]> {
  return (await readFile("/proc/self/mountinfo", "utf8")).split("\n").filter((line) => line !== "");
}

/** Kills all that it can see, but the first process and itself. */
export async function killAll(): Promise<void> {
  for (const pid of await othersHere()) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

async function named(kind: string, found: Promise<readonly string[]>): Promise<readonly string[]> {
  return (await found).map((name) => `${kind} ${name}`);
}

async function mounts(before: ReadonlySet<string>): Promise<readonly string[]> {
  return (await mountsHere()).filter((line) => !before.has(line)).map((line) => `mount ${line}`);
}

/** But reports under their own names, which are all of one run or of another. */
async function strays(work: string): Promise<readonly string[]> {
  const expected = new Set(["out", ...reportFiles.map((name) => join("out", name))]);
  const found = await readdir(work, { recursive: true });
  return found.filter((path) => !expected.has(path));
}

/** What runs have in the cache while they use it or write to it. */
export async function underWay(cache: string): Promise<readonly string[]> {
  return await Array.fromAsync(glob(["tmp/*", "holds/*", "*.lock"], { cwd: cache }));
}

/** Every run's own have its id in their name. */
async function cgroupsOf(runs: readonly string[]): Promise<readonly string[]> {
  if (runs.length === 0) return [];
  return await Array.fromAsync(glob(runs.map((id) => `/sys/fs/cgroup/**/*${id}*`)));
}

async function othersHere(): Promise<readonly string[]> {
  const own = new Set(["1", String(process.pid)]);
  return (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && !own.has(name));
}

async function processes(): Promise<readonly string[]> {
  return (await Promise.all((await othersHere()).map(describe))).flat();
}

async function describe(pid: string): Promise<readonly string[]> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, "latin1").catch(() => "");
  const [stat, line] = await Promise.all([read("stat"), read("cmdline")]);
  const [, comm = "", state = "", parent = ""] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(stat) ?? [];
  if (state === "") return [];
  // The first process waits for those that nobody else waits for.
  if (state === "Z") return parent === "1" ? [] : [`zombie ${pid} (${comm}) of process ${parent}`];
  return [`process ${pid} ${line.replaceAll("\0", " ").trim() || `(${comm})`}`];
}
