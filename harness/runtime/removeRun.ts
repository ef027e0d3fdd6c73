import { readdir, readFile, rm } from "node:fs/promises";
import type { Connection } from "./docker/connection.ts";
import { markerName } from "./marker.ts";
import type { RunScope } from "./types.ts";

/** Loads what removes containers, which most runs have none of. */
export const containerRemoval = (): Promise<typeof import("./docker/remove.ts")> => import("./docker/remove.ts");

export interface Removal {
  readonly withFolder: boolean;
  /** Whether its process has; while it has not, something may still come, and all is removed once more at its end. */
  readonly hasEnded: boolean;
  /** The Docker daemon that the run has used. */
  readonly docker?: Connection | undefined;
}

/** Ends every process that carries the run's mark, and its containers and networks, then removes its folder. */
export async function removeRun(run: RunScope, { withFolder, hasEnded, docker }: Removal): Promise<void> {
  const here = async () => {
    await killAllMarked(run.id);
    if (withFolder) await rm(run.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  };
  await Promise.all([here(), docker && removeContainers(run.id, docker, hasEnded)]);
}

async function killAllMarked(id: string): Promise<void> {
  while ((await killMarked(id)) > 0);
}

async function removeContainers(id: string, docker: Connection, hasEnded: boolean): Promise<void> {
  const { removeContainersOf } = await containerRemoval();
  await removeContainersOf(id, docker, hasEnded);
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
