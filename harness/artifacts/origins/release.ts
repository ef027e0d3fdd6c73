import { dirname, join } from "node:path";
import { z } from "zod";
import { CannotRunHere } from "../../errors/index.ts";
import { platformName } from "../platform.ts";
import { fetchBytes, fetchFile, fetchJson } from "./download.ts";
import { hashicorpKey } from "./hashicorp-key.ts";
import { signedBy } from "./openpgp.ts";
import { unzipOne } from "./unzip.ts";
import type { Way } from "./way.ts";

const latestSchema = z.object({ version: z.string() });

/** An archive beside a list of checksums, as HashiCorp and OpenTofu publish them. */
interface Release {
  readonly program: string;
  readonly version: string;
  readonly base: string;
  /** Whether the list is signed with {@link hashicorpKey}. */
  readonly signed: boolean;
}

/** HashiCorp's own archive, its checksum signed by its release key. */
export function hashicorpRelease(program: "vault" | "terraform", version: string): Way {
  const base = `https://releases.hashicorp.com/${program}/${encodeURIComponent(version)}/`;
  return releaseWay({ program, version, base, signed: true });
}

/** OpenTofu's own archive; its checksum is only as good as TLS makes it. */
export function opentofuRelease(version: string): Way {
  const base = `https://github.com/opentofu/opentofu/releases/download/v${version}/`;
  return releaseWay({ program: "tofu", version, base, signed: false });
}

/** The newest version that HashiCorp has released. */
export async function latestHashicorp(program: "vault" | "terraform", signal?: AbortSignal): Promise<string> {
  const url = `https://api.releases.hashicorp.com/v1/releases/${program}/latest`;
  return (await fetchJson({ url, signal }, latestSchema)).version;
}

function releaseWay(release: Release): Way {
  return {
    origin: "release",
    from: "the official releases",
    look: ({ signal }) => checksum(release, fileOf(release), signal),
    fetch: async (target, { signal }) => {
      const archive = join(dirname(target), "archive.zip");
      const file = fileOf(release);
      const sha256 = await checksum(release, file, signal);
      await fetchFile({ url: new URL(file, release.base).href, signal }, archive, sha256);
      await unzipOne(archive, new RegExp(`^${release.program}$`), target, signal);
    },
  };
}

function fileOf({ program, version }: Release): string {
  return `${program}_${version}_${platformName()}.zip`;
}

async function checksum(
  { program, version, base, signed }: Release,
  file: string,
  signal?: AbortSignal,
): Promise<string> {
  const url = new URL(`${program}_${version}_SHA256SUMS`, base).href;
  const list = await fetchBytes({ url, signal });
  if (signed && !(await signedBy(hashicorpKey, list, await fetchBytes({ url: `${url}.sig`, signal }))))
    throw unsigned(url);
  const line = list
    .toString("utf8")
    .split("\n")
    .find((entry) => entry.endsWith(`  ${file}`));
  if (line === undefined) throw absent(url, file);
  return line.slice(0, 64);
}

function unsigned(url: string): CannotRunHere {
  return new CannotRunHere(
    "download.signature",
    `${url} is not signed with HashiCorp's release key.`,
    "Do not use it; if HashiCorp has a new key, take a newer version of this tool.",
    { url },
  );
}

function absent(url: string, file: string): CannotRunHere {
  const remedy = "Choose a version that was released for this machine.";
  return new CannotRunHere("download.absent", `${url} has no ${file}.`, remedy, { url, file });
}
