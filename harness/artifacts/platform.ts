import { AsyncLocalStorage } from "node:async_hooks";
import { CannotRunHere } from "../errors/index.ts";
import { named } from "../text/index.ts";

/** A machine in the words of Go, HashiCorp and Terraform. */
export interface Platform {
  readonly os: "linux" | "darwin";
  readonly arch: "amd64" | "arm64";
}

const systems: Readonly<Record<string, Platform["os"]>> = { linux: "linux", darwin: "darwin" };
const processors: Readonly<Record<string, Platform["arch"]>> = { x64: "amd64", arm64: "arm64" };

const searched = new AsyncLocalStorage<Platform>();

/** Makes all that `search` looks for be for a platform; `undefined` for this machine's. */
export async function onPlatform<T>(wanted: Platform | undefined, search: () => Promise<T>): Promise<T> {
  return wanted === undefined ? await search() : await searched.run(wanted, search);
}

/** The platform that programs are looked for: this machine's, unless {@link onPlatform} names another. */
export function platform(): Platform {
  return searched.getStore() ?? hostPlatform();
}

/** Whether programs for a platform, by default for that which is looked for, run on this machine. */
export function runsHere(wanted: Platform | undefined = searched.getStore()): boolean {
  return wanted === undefined || (systems[process.platform] === wanted.os && processors[process.arch] === wanted.arch);
}

/** What this machine is; throws {@link CannotRunHere} (`artifacts.platform`) where no binaries exist for it. */
function hostPlatform(): Platform {
  const os = systems[process.platform];
  const arch = processors[process.arch];
  if (os === undefined || arch === undefined) {
    throw new CannotRunHere(
      "artifacts.platform",
      `No servers or providers exist for ${process.platform} on ${process.arch}.`,
      "Use Linux or macOS on x86-64 or ARM64.",
      { platform: process.platform, arch: process.arch },
    );
  }
  return { os, arch };
}

/** Refuses a program that the user names, where a Docker daemon runs those of another platform. */
export function notOfPlatform(code: string, path: string, remedy: string): CannotRunHere {
  const platform = platformName();
  const problem = `${named(path)} is for this machine, but the Docker daemon runs programs for ${platform}.`;
  return new CannotRunHere(code, problem, remedy, { path, platform });
}

/** Every machine that there are servers and providers for. */
export const platformNames = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] as const;

/** Such as `linux_amd64`. */
export function platformName(): string {
  const { os, arch } = platform();
  return `${os}_${arch}`;
}
