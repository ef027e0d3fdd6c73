import { runOwner } from "../runs-folder.ts";
import type { RunScope, Runtime } from "../types.ts";
import { openNetwork } from "./containers/index.ts";
import { openHost, ownerLabel, runLabel } from "./daemon/index.ts";
import { canBeHad, openImages } from "./images/index.ts";
import type { DockerPreparation } from "./prepare.ts";

export { type DockerAnswer, dockerAnswers, type KnownRuns, knownRuns } from "./daemon/index.ts";
export type { ImageOptions } from "./images/index.ts";
export { type DockerNeeds, type DockerPreparation, type DockerPreparations, openPreparations } from "./prepare.ts";
export type { ProgramImage } from "./program-image.ts";

/** Whether the daemon has an image, or could pull it; with `offline` no registry is asked. */
export async function dockerOffers(image: string, offline: boolean): Promise<boolean> {
  return await canBeHad(await openHost(), image, offline);
}

const nothing: DockerPreparation = { images: {}, labels: {} };

/** Servers and workspaces as containers of a Docker daemon. */
export async function dockerRuntime(run: RunScope, prepared: DockerPreparation = nothing): Promise<Runtime> {
  const host = await openHost();
  const images = openImages(host, { run, offline: true, progress: () => {} }, prepared.images);
  const labels = { ...prepared.labels, [runLabel]: run.id, [ownerLabel]: runOwner() };
  return {
    kind: "docker",
    network: () =>
      openNetwork({
        host,
        images,
        labels,
        network: `vault-jwt-conformance-${run.id}-${crypto.randomUUID().slice(0, 8)}`,
        addresses: new Map(),
        nameServers: [],
      }),
  };
}
