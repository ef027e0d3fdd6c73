import type { Catalogue } from "../archives.ts";
import { archiveName, checksumsName, newestFirst, releaseUrl, signatureNames } from "../release.ts";

/** The page of all products, which has only the one. */
export function productsPage(): string {
  return page("HashiCorp Releases", [link("/vault/", "vault")]);
}

/** The page of all versions, newest first. */
export function versionsPage({ versions }: Catalogue): string {
  const links = newestFirst(versions).map((version) => link(`/vault/${version}/`, `vault_${version}`));
  return page("Vault Versions | HashiCorp Releases", [link("../", "../"), ...links]);
}

/** The page of one version: checksums, signatures, archives. */
export function versionPage(version: string, { archives }: Catalogue): string {
  const release = `data-product="vault" data-version="${version}"`;
  const texts = [checksumsName(version), ...signatureNames(version)].map((name) =>
    link(releaseUrl(version, name), name, release),
  );
  const builds = archives.platformsOf(version).map((platform) => {
    const name = archiveName(version, platform);
    const build = `${release} data-os="${platform.os}" data-arch="${platform.arch}"`;
    return link(releaseUrl(version, name), name, build);
  });
  return page(`Vault v${version} Binaries | HashiCorp Releases`, [link("../", "../"), ...texts, ...builds]);
}

export function notFoundPage(): string {
  return page("404 Not Found | HashiCorp Releases", []);
}

function link(href: string, text: string, attributes = ""): string {
  return `<a ${attributes === "" ? "" : `${attributes} `}href="${href}">${text}</a>`;
}

/** One item a line, as the real pages have it: many scripts read them with grep. */
function page(title: string, links: readonly string[]): string {
  const items = links.map((line) => `      <li>\n        ${line}\n      </li>\n`).join("");
  return `<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
  </head>
  <body>
    <h1>${title}</h1>
    <ul>
${items}    </ul>
  </body>
</html>
`;
}
