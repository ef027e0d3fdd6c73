import { CannotRunHere } from "../../errors/index.ts";
import { cacheFolder, inspect } from "../cache/index.ts";
import { isAltered } from "../pins/index.ts";
import type { Artifact, ArtifactOptions } from "../types.ts";
import { mirrorHolds } from "./mirror.ts";
import { cliConfig, entryOf, fetchProvider, type Provider, type ProviderMirror, waysTo } from "./providers.ts";

/** The mirror with the providers of the README's custom JWT example beside those that it had, or why not. */
export type SigningProviders = { readonly mirror: ProviderMirror } | { readonly problem: string };

const jwt: Provider = { address: "geektheripper/jwt", version: "1.1.4" };
const time: Provider = {
  address: "hashicorp/time",
  version: "0.11.1",
  path: "github.com/hashicorp/terraform-provider-time",
};

/** Milliseconds that a registry has to say whether it has a provider: a run goes on without. */
const patience = 2_000;

const hosts: Readonly<Record<string, string>> = { terraform: "registry.terraform.io", tofu: "registry.opentofu.org" };

/**
 * Looks for the providers of the README's custom JWT example: in the mirror that the user named, the cache, the
 * registry; `hashicorp/time`, which is of no use alone, in source as well.
 */
export async function findSigningProviders(
  mirror: ProviderMirror,
  { name }: Pick<Artifact, "name">,
  options: ArtifactOptions,
): Promise<SigningProviders> {
  const folders = [mirror.folder];
  for (const provider of [jwt, time]) {
    if (mirror.origin === "named" && (await mirrorHolds(mirror.folder, hosts[name] ?? "", provider))) continue;
    try {
      await expectAnswer(provider, options);
      folders.push((await fetchProvider(provider, options)).folder);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof CannotRunHere && !isAltered(error)) return { problem: error.message };
      throw error;
    }
  }
  const providers = { ...mirror.providers, [jwt.address]: jwt.version, [time.address]: time.version };
  return { mirror: { ...mirror, folders, providers, cliConfig: cliConfig(folders, providers, options) } };
}

/** Asks for a provider that only a registry can give, so that one that does not answer is given up soon. */
async function expectAnswer(provider: Provider, options: ArtifactOptions): Promise<void> {
  const [registry, ...others] = waysTo(provider);
  if (registry === undefined || others.length > 0 || options.offline) return;
  const cached = await inspect(entryOf(provider, options.cacheFolder ?? cacheFolder()), options);
  if (cached.state === "fits") return;
  const limit = AbortSignal.timeout(patience);
  const signal = AbortSignal.any([limit, ...(options.signal ? [options.signal] : [])]);
  await registry.look({ ...options, signal }).catch((error: unknown) => {
    if (!limit.aborted) throw error;
    const problem = `${registry.from} has not answered within ${patience / 1000} s.`;
    throw new CannotRunHere("providers.unavailable", problem, "Name a mirror that has it with --providers.", {}, error);
  });
}
