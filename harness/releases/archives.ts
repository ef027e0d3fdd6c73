import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type Content, contentOf, contentOfFile } from "./content.ts";
import { archiveName, type Platform, platforms } from "./release.ts";
import { writeStandIn } from "./stand-in.ts";

/** Where archives come from. */
export interface ArchiveSource {
  /** Where the real CLI, to which stand-ins leave all calls but one, lies in the agent: an absolute path. */
  readonly cli: string;
  /** HashiCorp's own files, under their own names, by absolute paths. What is not among them is a stand-in. */
  readonly genuine?: readonly string[];
}

/** The files of releases: archives, and where they are genuine, their checksums and signatures. */
export interface Archives {
  /** Versions of which there are genuine archives; `undefined` where there are none. */
  readonly versions: readonly string[] | undefined;
  platformsOf(version: string): readonly Platform[];
  archive(version: string, platform: Platform): Promise<Content | undefined>;
  /** A file that HashiCorp publishes beside the archives, by its name. */
  companion(name: string): Promise<Content | undefined>;
}

/** What is published at this moment. */
export interface Catalogue {
  readonly versions: readonly string[];
  readonly archives: Archives;
}

export function openArchives({ cli, genuine = [] }: ArchiveSource): Archives {
  const files = new Map(genuine.map((path) => [basename(path), path]));
  const versions = [...files.keys()].flatMap((name) => /^vault_(.+)_[a-z]+_[a-z0-9]+\.zip$/.exec(name)?.[1] ?? []);
  const companion = async (name: string): Promise<Content | undefined> => {
    const path = files.get(name);
    return path === undefined ? undefined : contentOfFile(path, (await stat(path)).size);
  };
  return {
    versions: versions.length === 0 ? undefined : [...new Set(versions)],
    platformsOf: (version) =>
      platforms.filter((platform) => !versions.includes(version) || files.has(archiveName(version, platform))),
    archive: async (version, platform) =>
      versions.includes(version)
        ? await companion(archiveName(version, platform))
        : contentOf(await writeStandIn(version, platform, cli)),
    companion,
  };
}
