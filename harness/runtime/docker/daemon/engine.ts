import semver from "semver";

/** In the words of Go. */
const processors = ["amd64", "arm64"] as const;

/** What a daemon says of itself. */
export interface Engine {
  readonly name: "Docker Engine" | "Podman";
  readonly version: string;
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

/** Reads what a daemon at a place says of itself. */
export function engineOf(answer: VersionAnswer, place: string): DockerAnswer {
  const { Version: version, ApiVersion: api, Os: os, Arch: processor, Components: components = [] } = answer;
  if (os !== "linux") return { problem: `Docker at ${place} runs ${os} containers, not Linux ones.` };
  if (semver.lt(semver.coerce(api) ?? "0.0.0", `${oldest.api}.0`))
    return { problem: `Docker Engine ${version} is older than ${oldest.engine}, the oldest that is supported.` };
  const arch = processors.find((one) => one === processor);
  if (arch === undefined)
    return { problem: `Docker at ${place} runs on ${processor}: servers exist for ${processors.join(" and ")} only.` };
  const isPodman = components.some(({ Name }) => Name === "Podman Engine");
  return { name: isPodman ? "Podman" : "Docker Engine", version, platform: { os, arch } };
}
