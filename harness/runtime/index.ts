import type { RuntimeKind } from "../model/index.ts";
import { daemonMayRun } from "./docker/daemon/index.ts";
import type { DockerAnswer, DockerPreparation, DockerPreparations, ImageOptions } from "./docker/index.ts";
import { processRuntime } from "./process/network.ts";
import type { RunScope, Runtime } from "./types.ts";

export * as executables from "./executables.ts";
export { canLack } from "./lacking.ts";
export { requireProcessRuntime } from "./process/requirements.ts";
export { tool, toolsFolder } from "./tools.ts";
export type * from "./types.ts";

// The Docker runtime comes with a large library, which is loaded only where it is used.
const docker = () => import("./docker/index.ts");

/** Opens the runtime of a run; `prepared` is what {@link prepareDocker} has made. */
export async function openRuntime(
  run: RunScope & { readonly runtime: RuntimeKind; readonly docker?: DockerPreparation },
): Promise<Runtime> {
  return run.runtime === "docker" ? (await docker()).dockerRuntime(run, run.docker) : processRuntime(run);
}

/** Asks whether a Docker daemon can be used, and which; never throws. */
export async function dockerAnswers(): Promise<DockerAnswer> {
  if (!daemonMayRun()) return { problem: "No Docker daemon runs here." };
  return await (await docker()).dockerAnswers();
}

/** Whether a Docker daemon that answers has an image, or could pull it; with `offline` no registry is asked. */
export async function dockerOffers(image: string, offline: boolean): Promise<boolean> {
  return await (await docker()).dockerOffers(image, offline);
}

/**
 * Connects to the Docker daemon that a run is to use.
 *
 * @throws CannotRunHere `runtime.docker` when none answers
 */
export async function prepareDocker(options: ImageOptions): Promise<DockerPreparations> {
  return await (await docker()).openPreparations(options);
}
