import { execa } from "execa";
import { ownerLabel, runLabel } from "../docker/daemon/index.ts";
import type { DockerPreparations } from "../docker/index.ts";
import { type Mount, systemPrograms, type View } from "../process/view/index.ts";
import { runOwner } from "../runs-folder.ts";
import type { RunScope } from "../types.ts";
import { most } from "./bounds.ts";
import { ownOwner } from "./holder.ts";
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

const goArchitectures: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** A daemon on this machine, or none whose containers could see its files. */
export type Daemon = Pick<DockerPreparations, "connection" | "platform" | "bareRoot">;

/**
 * Finds what containers of a daemon take.
 *
 * @throws Error why there can be none
 */
export async function openContainers(run: RunScope, { connection, platform, bareRoot }: Daemon): Promise<Containers> {
  if (connection.socketPath === undefined) throw new Error("the Docker daemon is not on this machine");
  // Containers get this machine's own Terraform and programs.
  if (process.platform !== platform.os || goArchitectures[process.arch] !== platform.arch)
    throw new Error(`the Docker daemon runs programs for ${platform.os} on ${platform.arch}, not for this machine`);
  const { stdout: cli, failed } = await execa("/bin/sh", ["-c", "command -v docker"], { reject: false });
  if (failed) throw new Error("there is no Docker CLI on PATH");
  const owner = ownOwner() ?? process.getuid?.() ?? 0;
  const links = systemPrograms().filter((mount) => mount.kind === "link");
  return {
    docker: [cli, "--host", `unix://${connection.socketPath}`],
    // The daemon takes the modes of the private folders from the image.
    image: await bareRoot({ links, folders: Object.values(privateFolders) }),
    labels: { [runLabel]: run.id, [ownerLabel]: runOwner() },
    owner,
  };
}
