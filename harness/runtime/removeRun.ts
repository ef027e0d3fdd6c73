import { readdir, readFile, rm } from "node:fs/promises";
import { CannotRunHere } from "../errors/index.ts";
import type { Connection } from "./docker/connection.ts";
import type { Refusal } from "./docker/remove.ts";
import { markerName } from "./marker.ts";
import { removeControlGroups } from "./process/controlGroup.ts";
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

/**
 * Ends every process that carries the run's mark, and its containers and networks, then removes its folder. Gives what
 * the Docker daemon does not remove.
 */
export async function removeRun(run: RunScope, { withFolder, hasEnded, docker }: Removal): Promise<readonly Refusal[]> {
  const here = async () => {
    await killAllMarked(run.id);
    await removeControlGroups(run.id);
    if (withFolder) await rm(run.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  };
  const [refusals = []] = await Promise.all([docker && removeContainers(run.id, docker, hasEnded), here()]);
  return refusals;
}

/** Says what a Docker daemon keeps of runs. */
export function leftAtDaemon(refusals: readonly Refusal[]): CannotRunHere {
  const [first] = refusals;
  const all = refusals.map(({ what }) => what).join(", ");
  return new CannotRunHere(
    "runtime.left-behind",
    `The Docker daemon does not remove ${all}, which the harness has made: ${first?.reason.replace(/\.$/, "")}.`,
    "Restart the daemon, and run `vault-jwt-conformance clean`.",
    { left: refusals.map(({ what }) => what) },
  );
}

async function killAllMarked(id: string): Promise<void> {
  while ((await killMarked(id)) > 0);
}

async function removeContainers(id: string, docker: Connection, hasEnded: boolean): Promise<readonly Refusal[]> {
  const { removeContainersOf } = await containerRemoval();
  return await removeContainersOf(id, docker, { hasEnded });
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
