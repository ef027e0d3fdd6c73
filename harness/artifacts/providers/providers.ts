import { basename, join, resolve } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import { named, quoted } from "../../text/index.ts";
import { cacheFolder, type Entry, folderOf } from "../cache/index.ts";
import { obtain } from "../obtain.ts";
import { goSources, registryProvider, type Way } from "../origins/index.ts";
import { platformName } from "../platform.ts";
import type { ArtifactOptions, Origin } from "../types.ts";
import { isVersion } from "../words.ts";
import { providersIn } from "./mirror.ts";

/** What the search for providers is told. */
export interface ProviderOptions extends ArtifactOptions {
  /** The wanted version of coder/coder; without it the one that the harness was tried with. */
  readonly coder?: string;
}

/** A filesystem mirror that Terraform and OpenTofu install providers from, without a network. */
export interface ProviderMirror {
  /** Absolute path of `HOST/NAMESPACE/TYPE/…`; fits `terraform init -plugin-dir` too. */
  readonly folder: string;
  /** All folders that the configuration leads to. */
  readonly folders: readonly string[];
  /** Content of a CLI configuration file (`TF_CLI_CONFIG_FILE`) by which what is in this mirror comes from it. */
  readonly cliConfig: string;
  /** What is in it for this machine, such as `coder/coder` → `2.13.1`. */
  readonly providers: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

/** A provider in the version that is used. */
export interface Provider {
  /** `NAMESPACE/TYPE`. */
  readonly address: string;
  readonly version: string;
  /** Its Go module, where the proxy has it. */
  readonly path?: string;
}

/** The provider of Coder, in the version that is used where none is wanted. */
export const coder: Required<Provider> = {
  address: "coder/coder",
  version: "2.13.1",
  path: "github.com/coder/terraform-provider-coder/v2",
};

/** The version of coder/coder that is used where no other is asked for. */
export const coderVersion: string = coder.version;

const remedy = "Give a filesystem mirror with --providers (see `terraform providers mirror`).";

/**
 * The providers that templates need: the mirror that the user names, else the cache, the registry, source.
 * Throws {@link WrongInput} (`providers.malformed`, `providers.missing`) for a named folder that is no mirror of
 * coder/coder or has another version first than the wanted one (`providers.version`), and {@link CannotRunHere}
 * (`providers.unavailable`, `cache.*`).
 */
export async function findProviders(named: string | undefined, options: ProviderOptions): Promise<ProviderMirror> {
  if (options.coder !== undefined && !isVersion(options.coder)) throw noVersion(options.coder);
  if (named !== undefined) return namedMirror(resolve(named), options);
  const provider = { ...coder, version: options.coder ?? coder.version };
  const { folder, origin } = await fetchProvider(provider, options);
  const providers = { [provider.address]: provider.version };
  return { folder, folders: [folder], cliConfig: cliConfig([folder], providers, options), providers, origin };
}

/**
 * A filesystem mirror in the cache with one provider: from there, the registry, source.
 * Throws {@link CannotRunHere} (`providers.unavailable`, `cache.*`).
 */
export async function fetchProvider(
  provider: Provider,
  options: ArtifactOptions,
): Promise<Pick<ProviderMirror, "folder" | "origin">> {
  const entry = entryOf(provider, options.cacheFolder ?? cacheFolder());
  const ways = waysTo(provider);
  const objection = async () => undefined;
  const { origin } = await obtain({ entry, ways, objection, code: "providers.unavailable", remedy }, options);
  return { folder: folderOf(entry), origin };
}

/** Where the cache has the coder/coder provider. */
export function coderEntry(folder: string): Entry {
  return entryOf(coder, folder);
}

/** The ways to the coder/coder provider, in their order. */
export function waysToCoder(): Way[] {
  return waysTo(coder);
}

/** Where the cache has a provider; OpenTofu looks for it under its own registry's name. */
export function entryOf({ address, version }: Provider, folder: string): Entry {
  const name = `terraform-provider-${basename(address)}`;
  const place = (host: string) => join(host, address, version, platformName());
  const file = join(place("registry.terraform.io"), `${name}_v${version}`);
  return { folder, name, version, file, alias: place("registry.opentofu.org") };
}

/** The ways to a provider, in their order. */
export function waysTo({ address, version, path }: Provider): Way[] {
  return [
    registryProvider(address, version),
    ...(path === undefined ? [] : [goSources.installedSource(path, version)]),
  ];
}

async function namedMirror(folder: string, options: ProviderOptions): Promise<ProviderMirror> {
  const providers = await providersIn(folder).catch((cause: unknown) => {
    throw new WrongInput(
      "providers.malformed",
      `${named(folder)} is not a folder that can be read.`,
      remedy,
      { folder },
      cause,
    );
  });
  const newest = providers[coder.address];
  if (newest === undefined) throw withoutCoder(folder, Object.keys(providers));
  if (options.coder !== undefined && options.coder !== newest) throw anotherCoder(folder, newest, options.coder);
  const config = cliConfig([folder], providers, options);
  return { folder, folders: [folder], cliConfig: config, providers, origin: "named" };
}

/** Where Terraform and OpenTofu look for a provider that is named without a host. */
const registries = ["registry.terraform.io", "registry.opentofu.org"];

/** What is in the mirrors comes from there alone, so that a warm run needs no network; other providers from where Terraform would ask. */
export function cliConfig(
  folders: readonly string[],
  providers: ProviderMirror["providers"],
  { offline }: Pick<ArtifactOptions, "offline">,
): string {
  const exclude = registries.flatMap((host) => Object.keys(providers).map((address) => `${host}/${address}`));
  const methods = {
    filesystem_mirror: folders.map((path) => ({ path })),
    ...(offline ? {} : { direct: [{ exclude }] }),
  };
  // In the native syntax of this file nothing can stand for "${" in a path.
  return JSON.stringify({ disable_checkpoint: true, provider_installation: [methods] }, undefined, 2);
}

function withoutCoder(folder: string, found: readonly string[]): WrongInput {
  const holds = found.length === 0 ? "holds no provider for this machine" : `holds only ${found.join(", ")}`;
  return new WrongInput(
    "providers.missing",
    `The mirror ${named(folder)} ${holds}, and coder/coder is needed for ${platformName()}.`,
    "Fill it with `terraform providers mirror DIR`, or leave --providers out.",
    { folder, found, platform: platformName() },
  );
}

/** Terraform takes the newest of a mirror, so that an older one in it is as good as none. */
function anotherCoder(folder: string, newest: string, wanted: string): WrongInput {
  return new WrongInput(
    "providers.version",
    `The mirror ${named(folder)} has coder/coder ${newest}, but ${wanted} is required.`,
    "Give a mirror whose newest coder/coder is that version, or leave --providers out.",
    { folder, newest, wanted },
  );
}

function noVersion(version: string): WrongInput {
  return new WrongInput(
    "providers.version",
    `${quoted(version)} is not a version of coder/coder.`,
    `Write three numbers, such as ${coder.version}.`,
    { version },
  );
}
