import { readdir, readFile } from "node:fs/promises";

/** Clock ticks of /proc in a second, which are the same on every Linux. */
const ticks = 100;

/** Seconds of processor time that children of this process had, and theirs, as far as they have ended. */
export async function childrenSeconds(): Promise<number> {
  const fields = afterName(await readFile("/proc/self/stat", "utf8"));
  // proc_pid_stat(5): cutime and cstime are fields 16 and 17, and the first after the name is the third.
  return (Number(fields[13]) + Number(fields[14])) / ticks;
}

/** Seconds that all processors of this machine were busy since it started, for whomever. */
export async function busySeconds(): Promise<number> {
  const [, ...fields] = (await readFile("/proc/stat", "utf8")).split("\n", 1)[0]?.split(/\s+/) ?? [];
  // proc_stat(5): user, nice, system, idle, iowait, irq, softirq; the others are parts of these or not this machine's.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = fields.map(Number);
  return (user + nice + system + irq + softirq) / ticks;
}

/** MiB that a process and all below it hold, what they share counted once. */
export async function treeMemory(root: number): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = new Map<number, number>();
  await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      parents.set(Number(pid), Number(afterName(stat)[1]));
    }),
  );
  const isBelow = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = parents.get(pid);
    return parent !== undefined && parent > 1 && isBelow(parent);
  };
  const sizes = [...parents.keys()].filter(isBelow).map(async (pid) => {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1024;
}

/** The fields after a process's name, which may hold anything. */
function afterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
