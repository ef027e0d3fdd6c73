import { runsHere } from "./platform.ts";
import { artifactAt, commandOf, identify, identityIn } from "./programs.ts";
import type { Artifact, ArtifactOptions } from "./types.ts";
import { parseServer, type Wanted } from "./words.ts";

/** A server that comes as an image; `path` is a copy of its program, for workspaces. */
export interface ServerImage extends Artifact {
  readonly image: string;
  /** The image by the digest that its registry has it under; left out where no registry is known to have it. */
  readonly published?: string;
}

/** Pulls an image where it is not present, and copies a program out of it; `undefined` where either is not available. */
export type TakeProgram = (image: string, command: string) => Promise<TakenProgram | undefined>;

interface TakenProgram extends Pick<ServerImage, "image" | "published" | "path"> {
  /** What the program prints for `version` in a container of its image. */
  says(): Promise<string>;
}

const repositories: Readonly<Record<string, string>> = { vault: "hashicorp/vault", openbao: "openbao/openbao" };

/** The image of {@link findServerImage} without a wish. */
export const defaultServerImage: string = imageOf("vault", undefined);

function imageOf(name: string, version: string | undefined): string {
  return `${repositories[name]}:${version ?? "latest"}`;
}

/**
 * The official image of a server in the wanted version; without a wish, the latest of Vault. `undefined` where it
 * is not available, which a message says: the server is then an executable.
 */
export async function findServerImage(
  wanted: string | undefined,
  take: TakeProgram,
  { progress, platform, signal }: ArtifactOptions,
): Promise<ServerImage | undefined> {
  const { name, version }: Wanted = parseServer(wanted ?? "vault");
  // A build part is an edition, which has repositories of its own.
  if (version?.includes("+")) return undefined;
  const image = imageOf(name, version);
  const taken = await take(image, commandOf(name));
  const says = async ({ path, says }: TakenProgram) =>
    runsHere(platform) ? await identify(path, signal) : identityIn(await says());
  const found = taken && (await says(taken));
  if (taken !== undefined && found?.name === name && (version === undefined || found.version === version)) {
    progress(`Using the image ${image}, ${found.name} ${found.version}.`);
    const { published } = taken;
    return { ...(await artifactAt(taken.path, found, "image")), image, ...(published !== undefined && { published }) };
  }
  const why = taken === undefined ? "is not present and cannot be pulled" : "does not contain the program of its name";
  progress(`The image ${image} ${why}: looking for an executable.`);
  return undefined;
}
