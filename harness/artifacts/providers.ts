import { mkdir, symlink } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { WrongInput } from "../errors/index.ts";
import { cacheFolder, type Entry, folderOf, pathOf } from "./cache/index.ts";
import { providersIn } from "./mirror.ts";
import { obtain } from "./obtain.ts";
import { installedSource, registryProvider, type Way } from "./origins/index.ts";
import { platformName } from "./platform.ts";
import type { ArtifactOptions, Origin } from "./types.ts";

/** A filesystem mirror that Terraform and OpenTofu install providers from, without a network. */
export interface ProviderMirror {
  /** Absolute path of `HOST/NAMESPACE/TYPE/…`; fits `terraform init -plugin-dir` too. */
  readonly folder: string;
  /** Content of a CLI configuration file (`TF_CLI_CONFIG_FILE`) by which what is in this mirror comes from it. */
  readonly cliConfig: string;
  /** What is in it for this machine, such as `coder/coder` → `2.13.1`. */
  readonly providers: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

const coder = { address: "coder/coder", version: "2.13.1", path: "github.com/coder/terraform-provider-coder/v2" };

const remedy = "Give a filesystem mirror with --providers (see `terraform providers mirror`).";

/**
 * The providers that templates need: the mirror that the user names, else the cache, the registry, source.
 * Throws {@link WrongInput} (`providers.malformed`, `providers.missing`) for a named folder that is no mirror of
 * coder/coder, and {@link CannotRunHere} (`providers.unavailable`, `cache.*`).
 */
export async function findProviders(named: string | undefined, options: ArtifactOptions): Promise<ProviderMirror> {
  if (named !== undefined) return namedMirror(resolve(named), options);
  const { address, version } = coder;
  const entry = coderEntry(options.cacheFolder ?? cacheFolder());
  const ways = waysToCoder();
  const objection = async () => undefined;
  const { origin } = await obtain({ entry, ways, objection, code: "providers.unavailable", remedy }, options);
  const folder = folderOf(entry);
  await offerToOpentofu(folder, pathOf(entry));
  const providers = { [address]: version };
  return { folder, cliConfig: cliConfig(folder, providers, options), providers, origin };
}

/** Where the cache has the coder/coder provider. */
export function coderEntry(folder: string): Entry {
  const { address, version } = coder;
  const place = join("registry.terraform.io", address, version, platformName());
  return {
    folder,
    name: "terraform-provider-coder",
    version,
    file: join(place, `terraform-provider-coder_v${version}`),
  };
}

/** The ways to the coder/coder provider, in their order. */
export function waysToCoder(): Way[] {
  return [registryProvider(coder.address, coder.version), installedSource(coder.path, coder.version)];
}

async function namedMirror(folder: string, options: ArtifactOptions): Promise<ProviderMirror> {
  const providers = await providersIn(folder).catch((cause: unknown) => {
    throw new WrongInput(
      "providers.malformed",
      `${folder} is not a folder that can be read.`,
      remedy,
      { folder },
      cause,
    );
  });
  if (providers[coder.address] === undefined) throw withoutCoder(folder, Object.keys(providers));
  return { folder, cliConfig: cliConfig(folder, providers, options), providers, origin: "named" };
}

/** OpenTofu looks for `coder/coder` under its own registry's name. */
async function offerToOpentofu(folder: string, file: string): Promise<void> {
  const original = dirname(file);
  const link = join(folder, "registry.opentofu.org", relative(join(folder, "registry.terraform.io"), original));
  await mkdir(dirname(link), { recursive: true });
  await symlink(relative(dirname(link), original), link).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
}

/** Where Terraform and OpenTofu look for a provider that is named without a host. */
const registries = ["registry.terraform.io", "registry.opentofu.org"];

/** What is in the mirror comes from there alone, so that a warm run needs no network; other providers from where Terraform would ask. */
function cliConfig(folder: string, providers: ProviderMirror["providers"], { offline }: ArtifactOptions): string {
  const mirrored = registries.flatMap((host) => Object.keys(providers).map((address) => quoted(`${host}/${address}`)));
  const blocks = [`  filesystem_mirror {\n    path = ${quoted(folder)}\n  }\n`];
  if (!offline) blocks.push(`  direct {\n    exclude = [${mirrored.join(", ")}]\n  }\n`);
  return `disable_checkpoint = true\n\nprovider_installation {\n${blocks.join("")}}\n`;
}

/** A JSON string is an HCL string as long as nothing in it begins a template. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}

function withoutCoder(folder: string, found: readonly string[]): WrongInput {
  const holds = found.length === 0 ? "holds no provider for this machine" : `holds only ${found.join(", ")}`;
  return new WrongInput(
    "providers.missing",
    `The mirror ${folder} ${holds}, and coder/coder is needed for ${platformName()}.`,
    "Fill it with `terraform providers mirror DIR`, or leave --providers out.",
    { folder, found, platform: platformName() },
  );
}
