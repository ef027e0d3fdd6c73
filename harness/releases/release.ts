import { createHash } from "node:crypto";
import { compareBuild, parse, prerelease, rcompare, rsort } from "semver";

/** An operating system and a processor, in Go's names. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
}

/** What a stand-in release is published for. */
export const platforms: readonly Platform[] = [
  { os: "darwin", arch: "amd64" },
  { os: "darwin", arch: "arm64" },
  { os: "linux", arch: "386" },
  { os: "linux", arch: "amd64" },
  { os: "linux", arch: "arm" },
  { os: "linux", arch: "arm64" },
];

export function archiveName(version: string, { os, arch }: Platform): string {
  return `vault_${version}_${os}_${arch}.zip`;
}

export function checksumsName(version: string): string {
  return `vault_${version}_SHA256SUMS`;
}

/** The first is named for the key that made it, the second is the one that everybody asks for. */
export function signatureNames(version: string): readonly string[] {
  return [`${checksumsName(version)}.72D7468F.sig`, `${checksumsName(version)}.sig`];
}

export function releaseUrl(...path: readonly string[]): string {
  return ["https://releases.hashicorp.com/vault", ...path].join("/");
}

export type LicenseClass = "oss" | "enterprise";

/** Enterprise editions differ in their build metadata: `+ent`, `+ent.hsm`, `+ent.fips1402` … */
export function licenseClassOf(version: string): LicenseClass {
  return version.includes("+ent") ? "enterprise" : "oss";
}

export function isPrerelease(version: string): boolean {
  return prerelease(version) !== null;
}

/** By version, not by day: 1.10 comes before 1.9. */
export function newestFirst(versions: readonly string[]): readonly string[] {
  return rsort([...versions]);
}

/** The highest general release, editions apart; `undefined` when only release candidates and the like are published. */
export function latest(versions: readonly string[], licenseClass: LicenseClass = "oss"): string | undefined {
  const candidates = versions.filter((version) => !isPrerelease(version) && licenseClassOf(version) === licenseClass);
  return candidates.toSorted((a, b) => rcompare(a, b) || compareBuild(a, b))[0];
}

/** A day that looks right: a minor version every four months, a patch every two weeks, candidates ten days ahead. */
export function releasedAt(version: string): Date {
  const { major, minor, patch } = parse(version) ?? { major: 0, minor: 0, patch: 0 };
  const days = (major - 1) * 3650 + minor * 122 + patch * 14 - (isPrerelease(version) ? 10 : 0);
  return new Date(Date.UTC(2018, 9, 30) + days * 86_400_000);
}

/** Stands in for the Git commit that a version was built from. */
export function commitOf(version: string): string {
  return createHash("sha1").update(`vault ${version}`).digest("hex");
}
