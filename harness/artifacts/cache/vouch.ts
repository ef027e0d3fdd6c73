import { basename } from "node:path";
import { pinsFile, readPins } from "../pins/index.ts";
import { platformName } from "../platform.ts";
import type { ArtifactOptions } from "../types.ts";
import { stateFolder } from "./folder.ts";
import { isAnyKnown, known } from "./known.ts";
import type { Fetched } from "./record.ts";

/** Where it is looked up what a content must be. */
export type Vouchers = Pick<ArtifactOptions, "pins" | "cacheFolder" | "stateFolder">;

/** A content of the cache. */
interface Content {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  /** By which way its record says that it came. */
  readonly origin: Fetched;
}

/** What an entry, its lock and what is made for it are named after. */
export function keyOf({ name, version }: Pick<Content, "name" | "version">): string {
  return `${name}-${version}-${platformName()}`;
}

/** The SHA-256 that the lock file pins for a program, or for a file that is cached as it was published. */
export async function pinnedDigest(
  { name, version, file }: Omit<Content, "sha256" | "origin">,
  { pins }: Vouchers,
): Promise<string | undefined> {
  const { programs, files } = await readPins(pins);
  return programs[keyOf({ name, version })]?.sha256 ?? files[file]?.sha256;
}

/** Why a content must not be used; `undefined` where the lock file pins it, or it is known to have been fetched or built here. */
export async function objectionTo(content: Content, options: Vouchers): Promise<string | undefined> {
  const { file, sha256, origin } = content;
  const pinned = await pinnedDigest(content, options);
  if (pinned === sha256) return origin === "source" ? anotherOrigin(origin) : undefined;
  const record = await known(stateFolder(options), keyOf(content), sha256);
  const isKnown = record !== undefined && record.file === file;
  // The lock file pins what is published; what is built of the same source has another digest.
  if (isKnown && (pinned === undefined || record.origin === "source"))
    return record.origin === origin ? undefined : anotherOrigin(origin);
  const found = `has the SHA-256 ${shortened(sha256)}`;
  if (pinned !== undefined) return `${found}, and ${basename(options.pins ?? pinsFile)} pins ${shortened(pinned)}`;
  return `${found}, which ${stateFolder(options)} has no record of`;
}

/** Reports say by which way a program came, so that nobody may alter that either. */
function anotherOrigin(said: Fetched): string {
  return `has a record with the wrong origin ${said}`;
}

/** Whether any content of an entry could be used. */
export async function canBeVouched(name: string, version: string, options: Vouchers): Promise<boolean> {
  const key = keyOf({ name, version });
  return (await readPins(options.pins)).programs[key] !== undefined || (await isAnyKnown(stateFolder(options), key));
}

/** As much of a digest as tells it from others. */
export function shortened(sha256: string): string {
  return `${sha256.slice(0, 12)}…`;
}
