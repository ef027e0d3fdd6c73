import { readdir, readFile, rm } from "node:fs/promises";
import { markerName } from "./marker.ts";
import type { RunScope } from "./types.ts";

/** Ends every process that carries the run's mark, then removes its folder. */
export async function removeRun(run: RunScope, withFolder: boolean): Promise<void> {
  while ((await killMarked(run.id)) > 0);
  if (withFolder) await rm(run.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}

async function killMarked(id: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(async (pid) => ((await isMarked(pid, id)) ? [Number(pid)] : [])));
  for (const pid of found.flat()) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {}
  }
  return found.flat().length;
}

/** A process that has ended but is not yet waited for has an empty environment, and is not found again. */
async function isMarked(pid: string, id: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
  return environment.split("\0").includes(`${markerName}=${id}`);
}
