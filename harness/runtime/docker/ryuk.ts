import { getReaper } from "testcontainers";
import type { Host } from "./daemon/index.ts";
import { type ImageOptions, pullImage } from "./images/index.ts";

/**
 * Labels by which Ryuk, the reaper of testcontainers, finds what it has to remove when this process is gone: it is
 * there also where the harness's own reaper has died with the machine. None where its image is not available.
 */
export async function watchByRyuk(host: Host, options: ImageOptions): Promise<Readonly<Record<string, string>>> {
  const { env } = process;
  if (env.TESTCONTAINERS_RYUK_DISABLED === "true") return {};
  env.RYUK_CONTAINER_IMAGE ??= "testcontainers/ryuk:0.14.0";
  if (!(await pullImage(host, env.RYUK_CONTAINER_IMAGE, options))) return {};
  const { sessionId } = await getReaper(host.client);
  return { "org.testcontainers.session-id": sessionId };
}
