import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { CannotRunHere } from "../../errors/index.ts";
import { checkFile } from "../pins/index.ts";
import { platform, platformName, platformNames } from "../platform.ts";
import type { ArtifactOptions } from "../types.ts";
import { fetchBytes, fetchJson, type Source } from "./download.ts";
import { fetchFile } from "./fetch-file.ts";
import { hashicorpKey } from "./hashicorp-key.ts";
import { signedBy } from "./openpgp.ts";
import type { PublishedFile } from "./published.ts";
import { untarOne } from "./untar.ts";
import { unzipOne } from "./unzip.ts";
import type { Way } from "./way.ts";

const latestSchema = z.object({ version: z.string() });
const buildSchema = z.object({ os: z.string(), arch: z.string() });
const indexSchema = z.object({ versions: z.record(z.string(), z.object({ builds: z.array(buildSchema) })) });
const opentofuSchema = z.object({ versions: z.array(z.object({ id: z.string(), files: z.array(z.string()) })) });

/** An archive beside a list of checksums, as HashiCorp, OpenTofu and Coder publish them. */
interface Release {
  readonly program: string;
  readonly version: string;
  readonly base: string;
  /** Other names than HashiCorp gives the list and this machine's archive. */
  readonly list?: string;
  readonly archive?: string;
  /** Whether the list is signed with {@link hashicorpKey}. */
  readonly signed: boolean;
}

/** The archives of a release for every machine that the harness runs on. */
export async function releaseFiles(
  program: "vault" | "terraform" | "tofu",
  version: string,
  signal?: AbortSignal,
): Promise<readonly PublishedFile[]> {
  const release = program === "tofu" ? opentofu(version) : hashicorp(program, version);
  const digests = await checksums(release, signal);
  return platformNames.flatMap((here) => {
    const name = `${program}_${version}_${here}.zip`;
    const sha256 = digests.get(name);
    if (sha256 === undefined) return [];
    const url = new URL(name, release.base).href;
    const unpacked = { key: `${program}-${version}-${here}`, file: programFile(program) };
    return [{ name, sha256, origin: release.base, url, program: unpacked }];
  });
}

/** HashiCorp's own archive, its checksum signed by its release key. */
export function hashicorpRelease(program: "vault" | "terraform", version: string): Way {
  return releaseWay(hashicorp(program, version));
}

function hashicorp(program: "vault" | "terraform", version: string): Release {
  const base = `https://releases.hashicorp.com/${program}/${encodeURIComponent(version)}/`;
  return { program, version, base, signed: true };
}

/** OpenTofu's own archive; its checksum is only as good as TLS makes it. */
export function opentofuRelease(version: string): Way {
  return releaseWay(opentofu(version));
}

function opentofu(version: string): Release {
  const base = `https://github.com/opentofu/opentofu/releases/download/v${version}/`;
  return { program: "tofu", version, base, signed: false };
}

/** Coder's own archive for this machine; its checksum is only as good as TLS makes it. */
export function coderRelease(version: string): Way {
  const base = `https://github.com/coder/coder/releases/download/v${version}/`;
  const names = {
    list: `coder_${version}_checksums.txt`,
    archive: `coder_${version}_${platformName()}.tar.gz`,
  };
  return releaseWay({ program: "coder", version, base, signed: false, ...names });
}

/** The files of a Vault release for this machine, each under its own name and as they were published. */
export function vaultReleaseFiles(version: string): Readonly<Record<string, Way>> {
  const release = hashicorp("vault", version);
  const list = `vault_${version}_SHA256SUMS`;
  const way = (write: Way["fetch"]): Way => ({
    origin: "release",
    from: "the official releases",
    look: ({ signal }) => checksum(release, fileOf(release), signal),
    fetch: write,
  });
  return {
    [fileOf(release)]: way((target, options) => fetchArchive(release, target, options)),
    [list]: way(async (target, { signal }) => writeFile(target, (await signedList(release, signal)).list)),
    [`${list}.sig`]: way(async (target, { signal }) =>
      writeFile(target, (await signedList(release, signal)).signature),
    ),
  };
}

/** The newest version that HashiCorp has released. */
export async function latestHashicorp(program: "vault" | "terraform", signal?: AbortSignal): Promise<string> {
  const url = `https://api.releases.hashicorp.com/v1/releases/${program}/latest`;
  return (await fetchJson({ url, signal }, latestSchema)).version;
}

/** Every version that HashiCorp has released for this machine. */
export async function hashicorpVersions(program: "vault" | "terraform", signal?: AbortSignal): Promise<string[]> {
  const url = `https://releases.hashicorp.com/${program}/index.json`;
  const { versions } = await fetchJson({ url, signal }, indexSchema);
  const here = platform();
  return Object.entries(versions)
    .filter(([, { builds }]) => builds.some(({ os, arch }) => os === here.os && arch === here.arch))
    .map(([version]) => version);
}

/** Every version that OpenTofu has released for this machine. */
export async function opentofuVersions(signal?: AbortSignal): Promise<string[]> {
  const { versions } = await fetchJson({ url: "https://get.opentofu.org/tofu/api.json", signal }, opentofuSchema);
  return versions.filter(({ id, files }) => files.includes(`tofu_${id}_${platformName()}.zip`)).map(({ id }) => id);
}

function releaseWay(release: Release): Way {
  return {
    origin: "release",
    from: "the official releases",
    look: ({ signal }) => checksum(release, fileOf(release), signal),
    fetch: async (target, options) => {
      const archive = join(dirname(target), "archive");
      await fetchArchive(release, archive, options);
      const wanted = { archive: fileOf(release), file: programFile(release.program) };
      const unpack = wanted.archive.endsWith(".tar.gz") ? untarOne : unzipOne;
      await unpack(archive, wanted, target, options.signal);
    },
  };
}

async function fetchArchive(release: Release, target: string, options: ArtifactOptions): Promise<void> {
  const { signal } = options;
  const file = fileOf(release);
  const sha256 = await checksum(release, file, signal);
  await checkFile({ name: file, digest: sha256, from: "in its list of checksums" }, options);
  await fetchFile({ url: new URL(file, release.base).href, sha256, ...options }, target);
}

function programFile(program: string): RegExp {
  return new RegExp(`^${program}$`);
}

function fileOf({ program, version, archive }: Release): string {
  return archive ?? `${program}_${version}_${platformName()}.zip`;
}

/** The digest of one file, as a release's list has it. */
async function checksum(release: Release, file: string, signal?: AbortSignal): Promise<string> {
  const found = (await checksums(release, signal)).get(file);
  if (found === undefined) throw absent(listOf(release).url, file);
  return found;
}

/** The digests of a release's files, by their names. */
async function checksums(release: Release, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const { list } = release.signed
    ? await signedList(release, signal)
    : { list: await fetchBytes(listOf(release, signal)) };
  const lines = list.toString("utf8").matchAll(/^([0-9a-f]{64}) [ *](\S+)$/gm);
  return new Map([...lines].map(([, digest = "", file = ""]) => [file, digest]));
}

function listOf({ program, version, base, list }: Release, signal?: AbortSignal): Source {
  return { url: new URL(list ?? `${program}_${version}_SHA256SUMS`, base).href, signal };
}

/** The list of checksums and its signature, once that holds. */
async function signedList(release: Release, signal?: AbortSignal): Promise<{ list: Buffer; signature: Buffer }> {
  const { url } = listOf(release);
  const list = await fetchBytes({ url, signal });
  const signature = await fetchBytes({ url: `${url}.sig`, signal });
  if (!(await signedBy(hashicorpKey, list, signature))) throw unsigned(url);
  return { list, signature };
}

function unsigned(url: string): CannotRunHere {
  return new CannotRunHere(
    "download.signature",
    `${url} is not signed with HashiCorp's release key.`,
    "Do not use it; if HashiCorp has a new key, use a newer version of this tool.",
    { url },
  );
}

function absent(url: string, file: string): CannotRunHere {
  const remedy = "Choose a version that was released for this machine.";
  return new CannotRunHere("download.absent", `${url} has no ${file}.`, remedy, { url, file });
}
