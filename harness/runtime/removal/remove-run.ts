import { CannotRunHere } from "../../errors/index.ts";
import type { Connection, Refusal } from "../docker/daemon/index.ts";
import { removeControlGroups } from "../process/kernel/control-group.ts";
import type { RunScope } from "../types.ts";
import { endRunProcesses } from "./end-run-processes.ts";
import { removeFolder } from "./remove-folder.ts";

/** Loads what removes containers, which most runs have none of. */
export const containerRemoval = (): Promise<typeof import("../docker/daemon/remove.ts")> =>
  import("../docker/daemon/remove.ts");

export interface Removal {
  readonly withFolder: boolean;
  /**
   * When its process ended, by `performance.now()`; left out while it still runs: more may come, and all is
   * removed once more at its end.
   */
  readonly endedAt?: number | undefined;
  /** The Docker daemon that the run has used. */
  readonly docker?: Connection | undefined;
}

/**
 * Ends every process of the run, and its containers and networks, then removes its folder. Gives what the Docker daemon
 * does not remove.
 *
 * @throws CannotRunHere `runtime.folder`
 */
export async function removeRun(run: RunScope, { withFolder, docker, endedAt }: Removal): Promise<readonly Refusal[]> {
  const [refusals = []] = await Promise.all([
    docker && removeContainers(run.id, docker, endedAt),
    withFolder ? removeHere(run) : endHere(run, false),
  ]);
  return refusals;
}

const tries = 5;

/** What was just killed may write to the folder once more. */
async function removeHere(run: RunScope): Promise<void> {
  for (let left = tries - 1; ; left -= 1) {
    await endHere(run, true);
    try {
      return await removeFolder(run.folder);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

async function endHere(run: RunScope, inFolder: boolean): Promise<void> {
  await endRunProcesses({ run, inFolder });
  await removeControlGroups(run.id);
}

/** Says what a Docker daemon keeps of runs. */
export function leftAtDaemon(refusals: readonly Refusal[]): CannotRunHere {
  const [first] = refusals;
  const all = refusals.map(({ what }) => what).join(", ");
  return new CannotRunHere(
    "runtime.left-behind",
    `The Docker daemon did not remove ${all}, which the harness created: ${first?.reason.replace(/\.$/, "")}.`,
    "Restart the daemon, and run `vault-jwt-conformance clean`.",
    { left: refusals.map(({ what }) => what) },
  );
}

async function removeContainers(
  id: string,
  docker: Connection,
  endedAt: number | undefined,
): Promise<readonly Refusal[]> {
  const { removeContainersOf } = await containerRemoval();
  return await removeContainersOf(id, docker, { endedAt });
}
