import type { Catalogue } from "../archives.ts";
import { archiveName, checksumsName, latest, releasedAt, releaseUrl, signatureNames } from "../release.ts";

/** `index.json` of the product; its versions are in lexical order, as the real one's are. */
export function productDocument(catalogue: Catalogue): object {
  const versions = catalogue.versions.toSorted().map((version) => [version, versionDocument(version, catalogue)]);
  return { name: "vault", versions: Object.fromEntries(versions) };
}

/** `index.json` of a version. */
export function versionDocument(version: string, { archives }: Catalogue): object {
  return {
    builds: archives.platformsOf(version).map((platform) => {
      const filename = archiveName(version, platform);
      const url = releaseUrl(version, filename);
      return { arch: platform.arch, filename, name: "vault", os: platform.os, url, version };
    }),
    name: "vault",
    shasums: checksumsName(version),
    shasums_signature: `${checksumsName(version)}.sig`,
    shasums_signatures: signatureNames(version),
    version,
  };
}

/** What checkpoint-api.hashicorp.com says of the newest general release. */
export function checkpointDocument({ versions }: Catalogue): object | undefined {
  const version = latest(versions);
  if (version === undefined) return undefined;
  return {
    product: "vault",
    current_version: version,
    current_release: releasedAt(version).getTime() / 1000,
    current_download_url: releaseUrl(version),
    current_changelog_url: `https://github.com/hashicorp/vault/blob/v${version}/CHANGELOG.md`,
    project_website: "https://www.vaultproject.io",
    alerts: [],
  };
}
