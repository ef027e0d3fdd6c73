import { readdir, readFile } from "node:fs/promises";

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

/**
 * Kills the leader of a session, everything in that session, and everything that descends from either, also into
 * sessions of its own; resolves when none is left.
 */
export async function endProcessTree(leader: number): Promise<void> {
  const sessions = new Set([leader]);
  for (;;) {
    const doomed = belonging(await listProcesses(), sessions);
    if (doomed.length === 0) return;
    for (const { pid, session } of doomed) {
      sessions.add(session);
      kill(pid);
    }
  }
}

function belonging(all: readonly Listed[], sessions: ReadonlySet<number>): readonly Listed[] {
  const found = new Map<number, Listed>();
  const add = (candidates: readonly Listed[]) => {
    for (const candidate of candidates) {
      if (found.has(candidate.pid)) continue;
      found.set(candidate.pid, candidate);
      add(all.filter(({ parent }) => parent === candidate.pid));
    }
  };
  add(all.filter(({ session }) => sessions.has(session)));
  return [...found.values()];
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

async function listProcesses(): Promise<readonly Listed[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map(readProcess))).flat();
}

/** Without those that have ended and are not yet waited for. */
async function readProcess(pid: string): Promise<Listed[]> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  const [state, parent, , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === "" || state === "Z" || state === "X") return [];
  return [{ pid: Number(pid), parent: Number(parent), session: Number(session) }];
}
