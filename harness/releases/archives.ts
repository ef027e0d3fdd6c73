import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Content, contentOf, contentOfFile } from "./content.ts";
import { archiveName, type Platform, platforms } from "./release.ts";
import { writeStandIn } from "./stand-in.ts";

/** Where archives come from. */
export type ArchiveSource =
  /** Made on demand; `cli` is where the real CLI lies in the agent, an absolute path. */
  | { readonly kind: "stand-in"; readonly cli: string }
  /** HashiCorp's own files, under their own names, anywhere below `folder`. */
  | { readonly kind: "genuine"; readonly folder: string };

/** The files of releases: archives, and where they are genuine, their checksums and signatures. */
export interface Archives {
  /** Versions of which there is an archive; `undefined` where any can be made. */
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

export async function openArchives(source: ArchiveSource): Promise<Archives> {
  return source.kind === "stand-in" ? standIns(source.cli) : genuine(await listFiles(source.folder));
}

function standIns(cli: string): Archives {
  return {
    versions: undefined,
    platformsOf: () => platforms,
    archive: async (version, platform) => contentOf(writeStandIn(version, platform, cli)),
    companion: async () => undefined,
  };
}

function genuine(files: ReadonlyMap<string, string>): Archives {
  const open = async (name: string): Promise<Content | undefined> => {
    const path = files.get(name);
    return path === undefined ? undefined : contentOfFile(path, (await stat(path)).size);
  };
  const versions = [...files.keys()].flatMap((name) => /^vault_(.+)_[a-z]+_[a-z0-9]+\.zip$/.exec(name)?.[1] ?? []);
  return {
    versions: [...new Set(versions)],
    platformsOf: (version) => platforms.filter((platform) => files.has(archiveName(version, platform))),
    archive: (version, platform) => open(archiveName(version, platform)),
    companion: open,
  };
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true });
  return new Map(entries.map((entry) => [basename(entry), join(folder, entry)]));
}
