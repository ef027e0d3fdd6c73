import semver from "semver";

/** In the words of Go. */
const processors = ["amd64", "arm64"] as const;

/** What a daemon says of itself. */
export interface Engine {
  readonly name: "Docker Engine" | "Podman";
  readonly version: string;
  /** What it does not bound, such as `the memory`: a rootless daemon may have no cgroups. */
  readonly unbounded: readonly string[];
  /** The platform of its images and containers, which may differ from this machine's. */
  readonly platform: { readonly os: "linux"; readonly arch: (typeof processors)[number] };
}

/** The daemon that can be used, or why none can be used here. */
export type DockerAnswer = Engine | { readonly problem: string };

const oldest = { engine: "20.10", api: "1.41" } as const;

/** What a daemon answers to `/version`. */
interface VersionAnswer {
  readonly Version: string;
  readonly ApiVersion: string;
  readonly Os: string;
  readonly Arch: string;
  readonly Components?: readonly { readonly Name: string }[] | undefined;
}

/** What a daemon answers to `/info`. */
export interface InfoAnswer {
  readonly MemoryLimit?: boolean;
  readonly PidsLimit?: boolean;
}

/** Reads what a daemon at a place says of itself. */
export function engineOf(answer: VersionAnswer, info: InfoAnswer, place: string): DockerAnswer {
  const { Version: version, ApiVersion: api, Os: os, Arch: processor, Components: components = [] } = answer;
  if (os !== "linux") return { problem: `Docker at ${place} runs ${os} containers, not Linux ones.` };
  if (semver.lt(semver.coerce(api) ?? "0.0.0", `${oldest.api}.0`))
    return { problem: `Docker Engine ${version} is older than ${oldest.engine}, the oldest that is supported.` };
  const arch = processors.find((one) => one === processor);
  if (arch === undefined)
    return { problem: `Docker at ${place} runs on ${processor}: servers exist for ${processors.join(" and ")} only.` };
  const isPodman = components.some(({ Name }) => Name === "Podman Engine");
  const unbounded = [
    ...(info.MemoryLimit === false ? ["the memory"] : []),
    ...(info.PidsLimit === false ? ["the number of processes"] : []),
  ];
  return { name: isPodman ? "Podman" : "Docker Engine", version, unbounded, platform: { os, arch } };
}
