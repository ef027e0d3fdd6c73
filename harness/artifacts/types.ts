import type { Platform } from "./platform.ts";

/** Which way a file came: named by the user, on PATH, copied out of an image, kept in the cache, or fetched just now. */
export type Origin = "named" | "path" | "image" | "cache" | "release" | "package" | "source";

/** An executable on this machine whose content is known. */
export interface Artifact {
  /** `vault`, `openbao`, `terraform`, `tofu` or `coder`. */
  readonly name: string;
  readonly version: string;
  /** Absolute path of the executable. */
  readonly path: string;
  /** Lower-case hex digest of the executable itself, not of the archive it came in. */
  readonly sha256: string;
  readonly origin: Origin;
  /** How a file that comes from the cache was fetched. */
  readonly fetched?: Extract<Origin, "release" | "package" | "source">;
}

/** What every search is told. */
export interface ArtifactOptions {
  /** Nothing is fetched or built: what is installed or cached has to do. */
  readonly offline: boolean;
  /** What servers, CLIs and agents are for, such as the platform of a Docker daemon; instead of this machine's. */
  readonly platform?: Platform;
  /** Instead of {@link cacheFolder}. */
  readonly cacheFolder?: string;
  /** Instead of {@link stateFolder}. */
  readonly stateFolder?: string;
  /** A lock file instead of the package's own `artifacts.lock.yaml`. */
  readonly pins?: string;
  /** Called with one line at the start and the end of everything that takes time. */
  readonly progress: (message: string) => void;
  readonly signal?: AbortSignal;
  /** Told of what must not stay if this process is killed; disposing the answer takes that back. */
  readonly claim?: (path: string) => Disposable;
}
