import { lookup } from "node:dns/promises";
import { CannotRunHere } from "../errors/index.ts";
import { cachedVersions, cacheFolder, type Entry } from "./cache/index.ts";
import { obtain } from "./obtain.ts";
import { latestHashicorp, vaultReleaseFiles, type Way } from "./origins/index.ts";
import { isAltered } from "./pins/index.ts";
import { onPlatform, platformName } from "./platform.ts";
import type { ArtifactOptions } from "./types.ts";

/** What the release server is to serve. */
export type CliArchives =
  | { readonly kind: "stand-in" }
  | {
      readonly kind: "genuine";
      /** Absolute paths of HashiCorp's own files, under their own names. */
      readonly files: readonly string[];
      /** The newest version among them. */
      readonly newest: string;
    };

/** `auto`: genuine where they are available, else stand-ins. */
export type ArchiveWish = "auto" | "genuine" | "stand-in";

/** What an archive is called in the cache. */
export const cliArchiveName = "vault-archive";

/** The archive's own name. */
export function cliArchiveFile(version: string): string {
  return `vault_${version}_${platformName()}.zip`;
}

/**
 * The official archives of the Vault CLI, in the newest version and those that scenarios pin, from the cache or the
 * releases, verified; stand-ins where they are wanted or, with `auto`, where the official ones are not available.
 * Throws {@link CannotRunHere} (`archives.unavailable`, `cache.*`).
 */
export async function findCliArchives(
  wish: ArchiveWish,
  pinned: readonly string[],
  options: ArtifactOptions,
): Promise<CliArchives> {
  return await onPlatform(options.platform, () => search(wish, pinned, options));
}

async function search(wish: ArchiveWish, pinned: readonly string[], options: ArtifactOptions): Promise<CliArchives> {
  if (wish === "stand-in") return { kind: "stand-in" };
  const quiet = wish === "auto" ? { ...options, progress: () => {} } : options;
  try {
    return await genuine(pinned, quiet);
  } catch (error) {
    const isAbsent = error instanceof CannotRunHere && !error.code.startsWith("cache.") && !isAltered(error);
    if (wish === "genuine" || !isAbsent) throw error;
    options.progress("HashiCorp's archives of the Vault CLI are not available: using stand-ins.");
    return { kind: "stand-in" };
  }
}

async function genuine(pinned: readonly string[], options: ArtifactOptions): Promise<CliArchives> {
  const folder = options.cacheFolder ?? cacheFolder();
  const newest = await newestVersion(pinned, folder, options);
  const files: string[] = [];
  for (const version of new Set([...pinned, newest])) {
    for (const [file, way] of Object.entries(vaultReleaseFiles(version))) {
      files.push(await fetched({ folder, name: cacheNameOf(file), version, file }, way, options));
    }
  }
  return { kind: "genuine", files, newest };
}

/** A warm cache is used as it is: nobody is asked for something newer. */
async function newestVersion(pinned: readonly string[], folder: string, options: ArtifactOptions): Promise<string> {
  const cached = (await cachedVersions(folder, cliArchiveName, options)).find((version) => !pinned.includes(version));
  if (cached !== undefined) return cached;
  if (options.offline || !(await canBeReached())) {
    const why = options.offline ? "--offline does not allow downloads" : "releases.hashicorp.com cannot be reached";
    throw new CannotRunHere("archives.unavailable", `No archive of the Vault CLI is cached, and ${why}.`, remedy);
  }
  return await latestHashicorp("vault", options.signal);
}

/** Finds out in milliseconds that there is no way to the releases; a proxy resolves names by itself. */
async function canBeReached(): Promise<boolean> {
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return true;
  return await lookup("releases.hashicorp.com").then(
    () => true,
    () => false,
  );
}

const remedy = "Run once without --offline where the official releases can be reached, or use --cli-archives stand-in.";

/** The three files of a release are entries of their own. */
function cacheNameOf(file: string): string {
  if (file.endsWith(".zip")) return cliArchiveName;
  return file.endsWith(".sig") ? "vault-signature" : "vault-checksums";
}

async function fetched(entry: Entry, way: Way, options: ArtifactOptions): Promise<string> {
  const objection = async () => undefined;
  return (await obtain({ entry, ways: [way], objection, code: "archives.unavailable", remedy }, options)).path;
}
