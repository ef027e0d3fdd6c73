import type { Catalogue } from "./archives.ts";
import { checksumsOf } from "./checksums.ts";
import { contentOf } from "./content.ts";
import {
  checkpointDocument,
  html,
  json,
  notFoundPage,
  productDocument,
  productsPage,
  type Reply,
  versionDocument,
  versionPage,
  versionsPage,
} from "./pages/index.ts";
import { archiveName, checksumsName, signatureNames } from "./release.ts";
import { releasesApi } from "./releases-api.ts";

type Host = (url: URL, catalogue: Catalogue) => Promise<Reply>;

const hosts: Readonly<Record<string, Host>> = {
  "releases.hashicorp.com": releases,
  "api.releases.hashicorp.com": async ({ pathname, searchParams }, catalogue) => {
    const [, below] = /^\/v1\/releases\/vault(|\/.*?)\/?$/.exec(decodePath(pathname)) ?? [];
    return json(below === undefined ? undefined : releasesApi(below, searchParams, catalogue));
  },
  "checkpoint-api.hashicorp.com": async ({ pathname }, catalogue) =>
    json(pathname === "/v1/check/vault" ? checkpointDocument(catalogue) : undefined),
};

/** The host names that lead to the release server. */
export const hostNames: readonly string[] = Object.keys(hosts);

/** Finds the answer to a request for `url` whose host is one of {@link hostNames}; an unknown host has nothing. */
export async function route(url: URL, catalogue: Catalogue): Promise<Reply> {
  return hosts[url.hostname]?.(url, catalogue) ?? notFound();
}

async function releases(url: URL, catalogue: Catalogue): Promise<Reply> {
  const [product = "", version = "", file = "", ...more] = decodePath(url.pathname).split("/").slice(1);
  if (product === "" && version === "") return html(productsPage());
  if (product === "index.json") return json({ vault: productDocument(catalogue) });
  if (product !== "vault" || more.length > 0) return notFound();
  if (version === "") return html(versionsPage(catalogue));
  if (version === "index.json") return json(productDocument(catalogue));
  return catalogue.versions.includes(version) ? releaseFile(version, file, catalogue) : notFound();
}

async function releaseFile(version: string, file: string, catalogue: Catalogue): Promise<Reply> {
  if (file === "") return html(versionPage(version, catalogue));
  if (file === "index.json") return json(versionDocument(version, catalogue));
  if (file === checksumsName(version)) return checksums(version, catalogue);
  if (signatureNames(version).includes(file)) return signature(file, catalogue);
  return archive(version, file, catalogue);
}

async function checksums(version: string, { archives }: Catalogue): Promise<Reply> {
  const content = contentOf(await checksumsOf(version, archives));
  return { status: 200, type: "text/plain; charset=utf-8", content, role: "checksums" };
}

/** Nobody but HashiCorp can sign in HashiCorp's name: without the genuine file it is one that no key has made. */
async function signature(file: string, { archives }: Catalogue): Promise<Reply> {
  const standIn = "This stands in for a signature. No key has made it, and no verification can succeed.\n";
  const content = (await archives.companion(file)) ?? contentOf(standIn);
  return { status: 200, type: "application/octet-stream", content };
}

async function archive(version: string, file: string, { archives }: Catalogue): Promise<Reply> {
  const platform = archives.platformsOf(version).find((candidate) => file === archiveName(version, candidate));
  const content = platform && (await archives.archive(version, platform));
  return content ? { status: 200, type: "application/zip", content, role: "archive" } : notFound();
}

function notFound(): Reply {
  return html(notFoundPage(), 404);
}

/** A path that cannot be decoded names nothing. */
function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return "/undecodable";
  }
}
