import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Archives } from "./archives.ts";
import type { Content } from "./content.ts";
import { archiveName, checksumsName } from "./release.ts";

/** The text of a release's `SHA256SUMS`: HashiCorp's own where it is at hand, else made from the archives. */
export async function checksumsOf(version: string, archives: Archives): Promise<string> {
  const published = await archives.companion(checksumsName(version));
  if (published !== undefined) return text(published.read(0, published.size));
  const lines = archives.platformsOf(version).map(async (platform) => {
    const archive = await archives.archive(version, platform);
    return archive === undefined ? "" : `${await sha256(archive)}  ${archiveName(version, platform)}\n`;
  });
  return (await Promise.all(lines)).join("");
}

/** The same lines, each with the digest of something else. */
export function wrongChecksums(checksums: string): string {
  return checksums.replaceAll(/^[0-9a-f]{64}/gm, (digest) => createHash("sha256").update(digest).digest("hex"));
}

async function sha256(content: Content): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of content.read(0, content.size)) hash.update(chunk);
  return hash.digest("hex");
}
