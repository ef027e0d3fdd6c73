import semver from "semver";
import { CannotRunHere } from "../errors/index.ts";
import type { Versioned } from "./axes.ts";
import { latest, type Wish } from "./words.ts";

/** The available versions of a program, newest first. */
export type VersionsOf = (program: Versioned) => Promise<readonly string[]>;

/** Gives the versions that words mean; a program is asked for once, and only where a word is no exact version. */
export interface Versions {
  /** Newest first; none where nothing matches. */
  readonly meantBy: (program: Versioned, wish?: Wish) => Promise<readonly string[]>;
  readonly known: (program: Versioned) => Promise<readonly string[]>;
}

export function versionsBy(versionsOf: VersionsOf): Versions {
  const asked = new Map<Versioned, Promise<readonly string[]>>();
  const known = (program: Versioned): Promise<readonly string[]> => {
    const list = asked.get(program) ?? versionsOf(program).then((all) => released(program, all));
    asked.set(program, list);
    return list;
  };
  return {
    meantBy: async (program, wish) => {
      // Which one is cached must not decide what a cell is.
      if (wish === undefined && program === "coder/coder") return [await usualProvider()];
      const meant = wish ?? latest;
      return meant.kind === "exact" ? [meant.version] : matching(await known(program), meant);
    },
    known,
  };
}

/** The version of coder/coder that `run` uses too where none is asked for. */
async function usualProvider(): Promise<string> {
  return (await import("../artifacts/providers/index.ts")).coderVersion;
}

/** Neither release candidates nor editions such as `+ent` are what a range or `latest` means. */
function released(program: string, all: readonly string[]): readonly string[] {
  const general = all.filter((version) => {
    const parsed = semver.parse(version);
    return parsed !== null && parsed.prerelease.length === 0 && parsed.build.length === 0;
  });
  if (general.length > 0) return [...new Set(general)].sort(semver.rcompare);
  throw new CannotRunHere(
    "matrix.versions-unknown",
    `The versions of ${program} are not known.`,
    "Name exact versions in the matrix, or run where releases can be looked up.",
    { program },
  );
}

function matching(all: readonly string[], wish: Exclude<Wish, { kind: "exact" }>): readonly string[] {
  switch (wish.kind) {
    case "range":
      return all.filter((version) => semver.satisfies(version, wish.range));
    case "minors":
      return newestOfMinors(all).slice(0, wish.count);
    case "lts":
      return newestOfMinors(all).filter((version) => wish.lines.includes(minorOf(version)));
  }
}

function newestOfMinors(all: readonly string[]): readonly string[] {
  const minors = new Map<string, string>();
  for (const version of all) if (!minors.has(minorOf(version))) minors.set(minorOf(version), version);
  return [...minors.values()];
}

function minorOf(version: string): string {
  return `${semver.major(version)}.${semver.minor(version)}`;
}
