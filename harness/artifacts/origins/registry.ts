import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { checkFile } from "../pins/index.ts";
import { platform, platformName, platformNames } from "../platform.ts";
import { fetchJson } from "./download.ts";
import { fetchFile } from "./fetch-file.ts";
import type { PublishedFile } from "./published.ts";
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

const providerProgram = /^terraform-provider-/;

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
    look: ({ signal }) => fetchJson({ url: packageUrl(address, version, platformName()), signal }, packageSchema),
    fetch: async (target, options) => {
      const { signal } = options;
      const url = packageUrl(address, version, platformName());
      const found = await fetchJson({ url, signal }, packageSchema);
      const name = fileOf(address, version, platformName());
      await checkFile({ name, digest: found.shasum, from: "in registry.terraform.io" }, options);
      const archive = join(dirname(target), "provider.zip");
      const source = { url: new URL(found.download_url, url).href, sha256: found.shasum };
      await fetchFile({ ...source, ...options }, archive);
      await unzipOne(archive, { archive: name, file: providerProgram }, target, signal);
    },
  };
}

/** The archives of a provider for every machine that the harness runs on and the registry has it for. */
export async function providerFiles(
  address: string,
  version: string,
  signal?: AbortSignal,
): Promise<readonly PublishedFile[]> {
  const asked = platformNames.map(async (here) => {
    const url = packageUrl(address, version, here);
    const found = await fetchJson({ url, signal }, packageSchema);
    return {
      name: fileOf(address, version, here),
      sha256: found.shasum,
      origin: `${registry}/${address}/${version}`,
      url: new URL(found.download_url, url).href,
      program: { key: `terraform-provider-${basename(address)}-${version}-${here}`, file: providerProgram },
    };
  });
  const answers = await Promise.allSettled(asked);
  const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  if (found.length === 0) await Promise.all(asked);
  return found;
}

function fileOf(address: string, version: string, here: string): string {
  return `terraform-provider-${basename(address)}_${version}_${here}.zip`;
}

function packageUrl(address: string, version: string, here: string): string {
  return `${registry}/${address}/${version}/download/${here.replace("_", "/")}`;
}
