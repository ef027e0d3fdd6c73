import { createHash } from "node:crypto";
import { z } from "zod";
import { fetchBytes, fetchJson } from "./download.ts";

const tokenSchema = z.object({ token: z.string() });

/** Indexes before manifests: the digest is to name the image for every machine. */
const accept = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** The digest of an image on Docker Hub, as the OCI Distribution Specification has it: that of its manifest's bytes. */
export async function imageDigest(image: string, signal?: AbortSignal): Promise<string> {
  const [name = "", tag = "latest"] = image.split(":");
  const repository = name.includes("/") ? name : `library/${name}`;
  const scope = `service=registry.docker.io&scope=repository:${repository}:pull`;
  const { token } = await fetchJson({ url: `https://auth.docker.io/token?${scope}`, signal }, tokenSchema);
  const url = `https://registry-1.docker.io/v2/${repository}/manifests/${tag}`;
  const manifest = await fetchBytes({ url, accept, token, signal });
  return `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
}
