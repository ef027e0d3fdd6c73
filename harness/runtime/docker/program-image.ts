import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { followConsole } from "./containers/index.ts";
import type { Host } from "./daemon/index.ts";
import { runLabel } from "./daemon/index.ts";
import { type ImageOptions, pullImage } from "./images/index.ts";

/** An image of somebody else, and the copy of its program on this machine. */
export interface ProgramImage {
  readonly image: string;
  /** Absolute path of the copy. */
  readonly path: string;
  /** `REPOSITORY@DIGEST`, where the daemon got the image from that repository. */
  readonly published?: string;
  /** What the program prints for `version` in a container of the image: it may not run on this machine. */
  says(): Promise<string>;
}

export interface ProgramWish extends ImageOptions {
  readonly image: string;
  /** The program's name, such as `vault`. */
  readonly command: string;
}

const places = ["bin", "usr/bin", "usr/local/bin"];

/** Pulls an image where needed, and copies its program into the run's folder; `undefined` without either. */
export async function programFrom(host: Host, wish: ProgramWish): Promise<ProgramImage | undefined> {
  const { image } = wish;
  if (!(await pullImage(host, image, wish))) return undefined;
  const container = await host.docker.createContainer({
    Image: image,
    Cmd: ["-"],
    Labels: { [runLabel]: wish.run.id },
  });
  try {
    const path = await copyOut(container, wish);
    if (path === undefined) return undefined;
    const published = await publishedAs(host, image);
    return { image, path, says: () => versionIn(host, wish), ...(published !== undefined && { published }) };
  } finally {
    await container.remove({ v: true });
  }
}

async function versionIn(host: Host, { image, command, run }: ProgramWish): Promise<string> {
  const container = await host.docker.createContainer({
    Image: image,
    Entrypoint: [command],
    Cmd: ["version"],
    Labels: { [runLabel]: run.id },
    HostConfig: { NetworkMode: "none" },
  });
  try {
    const console = await followConsole(host.docker, container.id);
    await container.start();
    while (!console.ended()) await console.changed();
    return console.output.join("\n");
  } finally {
    await container.remove({ v: true, force: true });
  }
}

/** What was built or tagged here under the name of an official image has no digest of that repository. */
async function publishedAs({ docker }: Host, image: string): Promise<string | undefined> {
  const { RepoDigests = [] } = await docker.getImage(image).inspect();
  const repository = `${image.slice(0, image.lastIndexOf(":"))}@`;
  return RepoDigests.find((digest) => digest.replace(/^docker\.io\//, "").startsWith(repository));
}

async function copyOut(
  container: ReturnType<Host["docker"]["getContainer"]>,
  { command, run }: ProgramWish,
): Promise<string | undefined> {
  const folder = join(run.folder, `image-${randomUUID().slice(0, 8)}`);
  await mkdir(folder, { recursive: true });
  for (const place of places) {
    const archive = await container.getArchive({ path: `/${place}/${command}` }).catch(() => undefined);
    if (archive === undefined) continue;
    const extracted = await execa("tar", ["-x", "-C", folder], { input: Readable.from(archive), reject: false });
    if (!extracted.failed) return join(folder, command);
  }
  return undefined;
}
