import type { Catalogue } from "./archives.ts";
import {
  archiveName,
  checksumsName,
  isPrerelease,
  type LicenseClass,
  latest,
  licenseClassOf,
  newestFirst,
  releasedAt,
  releaseUrl,
  signatureNames,
} from "./release.ts";

/**
 * Answers below `/v1/releases/vault` of api.releases.hashicorp.com; `undefined` is a 404.
 *
 * Without `license_class` the latest release is one of any edition, so that of two editions of
 * one version the enterprise one wins: who wants the community's has to say so.
 */
export function releasesApi(path: string, query: URLSearchParams, catalogue: Catalogue): object | undefined {
  const offered = offeredVersions(query.get("license_class"), catalogue);
  if (path === "") return listPage(offered, query).map((version) => releaseDocument(version, catalogue));
  const wanted = path === "/latest" ? latestOfAny(offered) : offered.find((version) => path === `/${version}`);
  return wanted === undefined ? undefined : releaseDocument(wanted, catalogue);
}

function offeredVersions(licenseClass: string | null, { versions }: Catalogue): readonly string[] {
  return versions.filter((version) => licenseClass === null || licenseClassOf(version) === licenseClass);
}

function latestOfAny(versions: readonly string[]): string | undefined {
  const classes: readonly LicenseClass[] = ["oss", "enterprise"];
  return newestFirst(classes.flatMap((licenseClass) => latest(versions, licenseClass) ?? []))[0];
}

/** Newest first by the day of release, ten unless `limit` (up to 20) says otherwise, those before `after`. */
function listPage(versions: readonly string[], query: URLSearchParams): readonly string[] {
  const limit = Math.min(20, Number(query.get("limit") ?? 10) || 10);
  const before = Date.parse(query.get("after") ?? "9999-12-31");
  const byDay = newestFirst(versions).toSorted((a, b) => Number(releasedAt(b)) - Number(releasedAt(a)));
  return byDay.filter((version) => releasedAt(version).getTime() < before).slice(0, limit);
}

function releaseDocument(version: string, { archives }: Catalogue): object {
  const timestamp = releasedAt(version).toISOString();
  const builds = archives.platformsOf(version).map((platform) => {
    return { arch: platform.arch, os: platform.os, url: releaseUrl(version, archiveName(version, platform)) };
  });
  return {
    builds,
    is_prerelease: isPrerelease(version),
    license_class: licenseClassOf(version),
    name: "vault",
    status: { state: "supported", timestamp_updated: timestamp },
    timestamp_created: timestamp,
    timestamp_updated: timestamp,
    url_changelog: "https://github.com/hashicorp/vault/blob/main/CHANGELOG.md",
    url_project_website: "https://www.vaultproject.io",
    url_shasums: releaseUrl(version, checksumsName(version)),
    url_shasums_signatures: signatureNames(version).map((name) => releaseUrl(version, name)),
    url_source_repository: "https://github.com/hashicorp/vault",
    version,
  };
}
