import { dirname, join } from "node:path";
import { z } from "zod";
import { platform } from "../platform.ts";
import { fetchFile, fetchJson } from "./download.ts";
import { unzipOne } from "./unzip.ts";
import type { Way } from "./way.ts";

const registry = "https://registry.terraform.io/v1/providers";

/** Terraform's provider registry protocol, "Find a Provider Package". */
const packageSchema = z.object({ download_url: z.string(), shasum: z.string().regex(/^[0-9a-f]{64}$/) });

/** The same protocol, "List Available Versions". */
const platformSchema = z.object({ os: z.string(), arch: z.string() });
const versionsSchema = z.object({
  versions: z.array(z.object({ version: z.string(), platforms: z.array(platformSchema) })),
});

/** Every version of a provider that the registry has for this machine. */
export async function registryVersions(address: string, signal?: AbortSignal): Promise<string[]> {
  const { versions } = await fetchJson({ url: `${registry}/${address}/versions`, signal }, versionsSchema);
  const here = platform();
  return versions
    .filter(({ platforms }) => platforms.some(({ os, arch }) => os === here.os && arch === here.arch))
    .map(({ version }) => version);
}

/** A provider as Terraform itself would get it, checked against the registry's digest. */
export function registryProvider(address: string, version: string): Way {
  return {
    origin: "release",
    from: "registry.terraform.io",
    look: ({ signal }) => fetchJson({ url: packageUrl(address, version), signal }, packageSchema),
    fetch: async (target, { signal }) => {
      const url = packageUrl(address, version);
      const found = await fetchJson({ url, signal }, packageSchema);
      const archive = join(dirname(target), "provider.zip");
      await fetchFile({ url: new URL(found.download_url, url).href, signal }, archive, found.shasum);
      await unzipOne(archive, /^terraform-provider-/, target, signal);
    },
  };
}

function packageUrl(address: string, version: string): string {
  const { os, arch } = platform();
  return `${registry}/${address}/${version}/download/${os}/${arch}`;
}
