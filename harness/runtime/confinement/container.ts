import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { imageLabel, ownerLabel, runLabel } from "../docker/labels.ts";
import { newUnprivilegedId } from "../process/kernel/index.ts";
import { type Mount, systemPrograms, type View } from "../process/view.ts";
import { runOwner } from "../runs-folder.ts";
import type { RunScope } from "../types.ts";
import { most } from "./bounds.ts";
import type { Containers } from "./types.ts";
import { privateFolders } from "./view.ts";

/** A command in a container of its own. */
interface Contained {
  readonly view: View;
  readonly folder: string;
  readonly hasNetwork: boolean;
  /** The names of the variables that it has of those of the command that starts it. */
  readonly variables: readonly string[];
  /** By which it can be ended. */
  readonly name: string;
  readonly program: readonly string[];
}

/** The command line that runs a command in a container, through the Docker CLI. */
export function contained({ docker, image, labels, owner }: Containers, command: Contained): readonly string[] {
  const { view, folder, hasNetwork, variables, name, program } = command;
  return [
    ...[...docker, "run", "--rm", "--pull", "never", "--name", name, "--hostname", view.hostname],
    ...Object.entries(labels).flatMap(([label, value]) => ["--label", `${label}=${value}`]),
    ...["--user", `${owner}:${owner}`, "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...["--network", hasNetwork ? "host" : "none", "--pids-limit", String(most.processes), "--read-only"],
    ...Object.values(privateFolders).flatMap((path) => ["--tmpfs", `${path}:exec`]),
    // What the daemon would show there of this machine's devices.
    ...["--tmpfs", "/sys:ro,size=4k"],
    // Where a later one would lie over an earlier one, the daemon takes only one.
    ...[...new Map(view.mounts.map((mount) => [mount.to, mount])).values()].flatMap(mounted),
    ...variables.flatMap((variable) => ["--env", variable]),
    ...["--workdir", folder, image, ...program],
  ];
}

/** The daemon makes the folders that a mount is in; links are the image's. */
function mounted(mount: Mount): readonly string[] {
  if (mount.kind === "folder" || mount.kind === "link") return [];
  const fields = ["type=bind", `src=${mount.from}`, `dst=${mount.to}`, ...(mount.kind === "read" ? ["readonly"] : [])];
  return ["--mount", fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",")];
}

/** Sends a signal to a contained command; the end of the CLI would not be its own. */
export async function signalContained({ docker }: Containers, name: string, signal: string): Promise<void> {
  const [cli = "", ...options] = docker;
  await execa(cli, [...options, "kill", "--signal", signal, name], { reject: false, stdin: "ignore" });
}

/**
 * Finds what containers of a daemon on this machine take.
 *
 * @throws Error why there can be none
 */
export async function openContainers(run: RunScope, socket: string): Promise<Containers> {
  const docker = ["docker", "--host", `unix://${socket}`];
  const { stdout: cli, failed } = await execa("/bin/sh", ["-c", "command -v docker"], { reject: false });
  if (failed) throw new Error("there is no Docker CLI on PATH");
  return {
    docker: [cli, ...docker.slice(1)],
    image: await ownImage(run, [cli, ...docker.slice(1)]),
    labels: { [runLabel]: run.id, [ownerLabel]: runOwner() },
    owner: ownOwner(),
  };
}

function ownOwner(): number {
  const user = process.getuid?.() ?? 0;
  if (user !== 0) return user;
  const owner = newUnprivilegedId();
  if (owner === undefined) throw new Error("the harness is root, and there is no other id for Terraform");
  return owner;
}

/**
 * An image with nothing in it but the links among this machine's folders of programs, which are mounted, and places for
 * the private folders, whose modes the daemon takes from there.
 */
async function ownImage(run: RunScope, [cli = "", ...options]: readonly string[]): Promise<string> {
  const links = systemPrograms().filter((mount) => mount.kind === "link");
  const places = Object.values(privateFolders);
  const digest = createHash("sha256")
    .update(JSON.stringify([links, places]))
    .digest("hex")
    .slice(0, 16);
  const tag = `vault-jwt-conformance/terraform:${digest}`;
  const { failed } = await execa(cli, [...options, "image", "inspect", tag], { reject: false, stdin: "ignore" });
  if (!failed) return tag;
  await mkdir(run.folder, { recursive: true });
  const folder = await mkdtemp(join(run.folder, "image-"));
  await Promise.all(links.map(({ from, to }) => symlink(from, join(folder, to))));
  for (const place of places) {
    await mkdir(join(folder, place), { recursive: true });
    await chmod(join(folder, place), 0o1777);
  }
  const archive = execa("tar", ["-C", folder, "-c", "."], { buffer: false, stdin: "ignore" });
  const label = ["--change", `LABEL ${imageLabel}=terraform`];
  await archive.pipe(cli, [...options, "import", ...label, "-", tag]);
  await rm(folder, { recursive: true });
  return tag;
}
