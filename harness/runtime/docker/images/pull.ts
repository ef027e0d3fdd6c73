import { ImageName } from "testcontainers";
import { pullName } from "../../../artifacts/pins/index.ts";
import type { Host } from "../daemon/index.ts";
import type { ImageOptions } from "./types.ts";

/** Milliseconds within which a registry has to say that it has an image. */
const answerLimit = 5_000;

/** Whether an image is present, or its registry says that it has it. */
export async function canBeHad(host: Host, name: string, offline: boolean): Promise<boolean> {
  return (await imageId(host, name)) !== undefined || (!offline && (await isOffered(host, name)));
}

/** Makes sure that an image is present, pulling it where it is not; `false` when it is not available. */
export async function pullImage(host: Host, name: string, { offline, progress }: ImageOptions): Promise<boolean> {
  if ((await imageId(host, name)) !== undefined) return true;
  if (offline || !(await isOffered(host, name))) return false;
  progress(`pulling the image ${name}`);
  const pinned = await pullName(name);
  await host.client.image.pull(ImageName.fromString(pinned)).catch(() => {});
  if (pinned !== name) await giveName(host, pinned, name);
  // The daemon reports a refused pull inside of a successful answer: only looking shows.
  return (await imageId(host, name)) !== undefined;
}

/** A pull by digest leaves an image without its name. */
async function giveName({ docker }: Host, pinned: string, name: string): Promise<void> {
  const split = name.lastIndexOf(":");
  await docker
    .getImage(pinned)
    .tag({ repo: name.slice(0, split), tag: name.slice(split + 1) })
    .catch(() => {});
}

/** The content digest of a present image; `undefined` where there is none of this name. */
export async function imageId({ docker }: Host, name: string): Promise<string | undefined> {
  return await docker
    .getImage(name)
    .inspect()
    .then(
      (found) => found.Id,
      () => undefined,
    );
}

/** Asked first, since a pull from a registry that does not answer takes as long as the daemon likes. */
async function isOffered({ docker }: Host, name: string): Promise<boolean> {
  return await docker
    .getImage(name)
    .distribution({ abortSignal: AbortSignal.timeout(answerLimit) })
    .then(
      () => true,
      () => false,
    );
}
