import { execa } from "execa";
import { CannotRunHere } from "../../../errors/index.ts";
import type { Host } from "../daemon/index.ts";
import { imageLabel, stageLabel } from "../daemon/index.ts";
import { followStream } from "./progress-stream.ts";

export interface Build {
  /** Holds the Dockerfile and what it copies. */
  readonly folder: string;
  readonly tag: string;
  /** What the image is, for its label. */
  readonly kind: string;
  readonly base: string;
  /** Further arguments of the Dockerfile. */
  readonly args?: Readonly<Record<string, string>>;
}

/**
 * Builds an image from a folder with a Dockerfile.
 *
 * @throws CannotRunHere `runtime.build` with the build's last lines
 */
export async function buildImage(host: Host, build: Build): Promise<void> {
  const { docker } = host;
  const context = execa("tar", ["-C", build.folder, "-c", "."], { buffer: false, stdin: "ignore" });
  const stream = await docker.buildImage(context.stdout, {
    t: build.tag,
    buildargs: { BASE: build.base, ...build.args, ...proxies() },
    labels: { [imageLabel]: build.kind },
    rm: true,
    forcerm: true,
  });
  const { log, problem } = await followStream(stream);
  await context;
  await removeStages(host, build);
  if (problem !== undefined) throw failedBuild(build, problem, log);
}

/** The daemon keeps the image of every stage, under no name. */
async function removeStages({ docker }: Host, { kind }: Build): Promise<void> {
  const filters = { dangling: ["true"], label: [`${stageLabel}=${kind}`] };
  for (const { Id } of await docker.listImages({ filters })) {
    // Another build may be using it.
    await docker
      .getImage(Id)
      .remove()
      .catch(() => {});
  }
}

/** Arguments that every build takes without declaring them, and that leave no trace in the image. */
function proxies(): Record<string, string> {
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function failedBuild(build: Build, problem: string, log: string): CannotRunHere {
  const last = log.trim().split("\n").slice(-10);
  return new CannotRunHere(
    "runtime.build",
    `The image ${build.kind} could not be built: ${problem.trim()}; its last lines:\n${last.join("\n")}\n`,
    "Check that containers of this Docker daemon reach Debian's packages, or use --runtime process.",
    { tag: build.tag, log: last },
  );
}
