import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { CannotRunHere } from "../../../errors/index.ts";
import { runMarker } from "../../marker.ts";
import type { Host } from "../daemon/index.ts";
import { imageLabel } from "../daemon/index.ts";
import { debianMirror } from "./debian-mirror.ts";
import { ownImages } from "./own-names.ts";
import { followStream } from "./progress-stream.ts";
import { imageId, pullImage } from "./pull.ts";
import type { ImageOptions } from "./types.ts";

const official = "debian:bookworm-slim";

/** What the image is called that debootstrap makes. */
export const ownBase: string = `${ownImages}/base:bookworm`;

/** The name of the Debian image that is here already; `undefined` where none is. */
export async function presentBase(host: Host): Promise<string | undefined> {
  for (const name of [official, ownBase]) if ((await imageId(host, name)) !== undefined) return name;
  return undefined;
}

/**
 * Gives the name of a Debian image that every other image builds on: the official one where it can be pulled, else
 * one made by debootstrap, which needs root and a Debian mirror but no image registry.
 *
 * @throws CannotRunHere `runtime.base-image` when there is no way to one
 */
export async function makeBase(host: Host, options: ImageOptions): Promise<string> {
  if (await pullImage(host, official, options)) return official;
  await bootstrap(host, options);
  return ownBase;
}

// Debootstrap mounts /proc inside of what it makes; in a namespace of its own such a mount ends with it.
const apart = ["--mount", "--pid", "--fork", "--kill-child", "--"];

async function bootstrap(host: Host, { run, offline, progress }: ImageOptions): Promise<void> {
  if (offline) throw noBase("--offline does not allow building one");
  if (process.getuid?.() !== 0) throw noBase("building one requires root");
  const root = join(run.folder, `debian-${randomUUID().slice(0, 8)}`);
  await mkdir(root, { recursive: true });
  try {
    progress("no image registry can be reached: building a Debian image with debootstrap (once, about 45 s)");
    const command = ["debootstrap", "--variant=minbase", "bookworm", root, ...(await debianMirror())];
    const made = await execa("unshare", [...apart, ...command], {
      all: true,
      reject: false,
      stdin: "ignore",
      env: {
        PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
        DEBIAN_FRONTEND: "noninteractive",
        ...runMarker(run.id),
      },
    });
    if (made.failed) throw noBase(`debootstrap failed: ${lastLines(made.all)}`);
    await importRoot(host, root);
  } finally {
    await execa("rm", ["-rf", "--one-file-system", root], { reject: false });
  }
}

async function importRoot({ docker }: Host, root: string): Promise<void> {
  const archive = execa("tar", ["-C", root, "-c", "."], { buffer: false, stdin: "ignore" });
  // Podman leaves out a tag that is apart from the name.
  const changes = [`LABEL ${imageLabel}=base`, 'CMD ["bash"]'];
  const { problem } = await followStream(await docker.importImage(archive.stdout, { repo: ownBase, changes }));
  await archive;
  if (problem !== undefined) throw noBase(`the daemon does not accept debootstrap's image: ${problem}`);
}

function lastLines(output: string): string {
  return output.trim().split("\n").slice(-3).join(" | ");
}

function noBase(reason: string): CannotRunHere {
  return new CannotRunHere(
    "runtime.base-image",
    `No Debian image is available: ${official} is not present and cannot be pulled, and ${reason}.`,
    `Load it with \`docker load\`, or install debootstrap and run once as root, or use --runtime process.`,
    { image: official, reason },
  );
}
