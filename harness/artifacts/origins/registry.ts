import { dirname, join } from "node:path";
import { z } from "zod";
import { platform } from "../platform.ts";
import { fetchFile, fetchJson } from "./download.ts";
import { unzipOne } from "./unzip.ts";
import type { Way } from "./way.ts";

/** Terraform's provider registry protocol, "Find a Provider Package". */
const packageSchema = z.object({ download_url: z.string(), shasum: z.string().regex(/^[0-9a-f]{64}$/) });

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
  return `https://registry.terraform.io/v1/providers/${address}/${version}/download/${os}/${arch}`;
}
