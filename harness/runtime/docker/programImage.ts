import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import type { Host } from "./host.ts";
import { type ImageOptions, pullImage } from "./images/index.ts";
import { runLabel } from "./labels.ts";

/** An image of somebody else, and the copy of its program on this machine. */
export interface ProgramImage {
  readonly image: string;
  /** Absolute path of the copy. */
  readonly path: string;
}

export interface ProgramWish extends ImageOptions {
  readonly image: string;
  /** The program's name, such as `vault`. */
  readonly command: string;
}

const places = ["bin", "usr/bin", "usr/local/bin"];

/** Makes sure of an image and copies its program into the run's folder; `undefined` where either cannot be had. */
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
    return path === undefined ? undefined : { image, path };
  } finally {
    await container.remove({ v: true });
  }
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
