import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { markerName } from "../marker.ts";
import type { RunScope } from "../types.ts";

interface Processes {
  readonly run: RunScope;
  /** Whether who works in the run's folder is ended too, mark or not: not where the folder stays for a person. */
  readonly inFolder: boolean;
}

/** Milliseconds between two looks that must both find nothing. */
const pause = 30;

/**
 * Kills every process that carries the run's mark, or works in its folder, with all that descends from it. One look may
 * miss a process that is just being started, whose environment is empty for a moment: it ends with the second in a row
 * that finds nothing.
 */
export async function endRunProcesses(processes: Processes): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    const found = await ofRun(processes);
    for (const pid of found) kill(pid);
    quiet = found.length === 0 ? quiet + 1 : 0;
    if (quiet === 1) await setTimeout(pause);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly isOfRun: boolean;
}

async function ofRun(processes: Processes): Promise<readonly number[]> {
  // A machine without /proc, such as a Mac, has the processes of its runs in containers alone.
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const all = (await Promise.all(pids.map((pid) => see(pid, processes)))).flat();
  const children = Map.groupBy(all, ({ parent }) => parent);
  const found = new Set<number>();
  const add = (those: readonly Seen[]) => {
    for (const { pid } of those) {
      if (found.has(pid)) continue;
      found.add(pid);
      add(children.get(pid) ?? []);
    }
  };
  add(all.filter(({ isOfRun }) => isOfRun));
  return [...found];
}

/** Without those that have ended and are not yet waited for. */
async function see(pid: string, { run, inFolder }: Processes): Promise<readonly Seen[]> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, "latin1").catch(() => "");
  const [stat, environment, folder] = await Promise.all([
    read("stat"),
    read("environ"),
    inFolder ? readlink(`/proc/${pid}/cwd`).catch(() => "") : "",
  ]);
  const [state, parent, , , terminal] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === undefined || state === "" || state === "Z" || state === "X") return [];
  const isMarked = environment.split("\0").includes(`${markerName}=${run.id}`);
  // Nothing of a run has a terminal; a person who looks at its folder has one.
  const worksThere = terminal === "0" && `${folder}/`.startsWith(`${run.folder}/`);
  return [{ pid: Number(pid), parent: Number(parent), isOfRun: isMarked || worksThere }];
}
