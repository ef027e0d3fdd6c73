import type { ContainerRuntimeClient } from "testcontainers";
import { z } from "zod";

export type Docker = ContainerRuntimeClient["container"]["dockerode"];

/** How a daemon is reached, for a process that has nothing loaded but this. */
export interface Connection {
  /** `http://…`, or `https://…` with the three PEM texts. */
  readonly origin: string;
  readonly socketPath?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

// What dockerode keeps of its options, which its types do not show.
const pem = z
  .union([z.string(), z.instanceof(Buffer)])
  .transform(String)
  .nullish();
const modem = z.object({
  socketPath: z.string().nullish(),
  protocol: z.string().nullish(),
  host: z.string().nullish(),
  port: z.coerce.string().nullish(),
  ca: pem,
  cert: pem,
  key: pem,
});

/** How the harness itself has reached the daemon. */
export function connectionOf({ docker }: { readonly docker: Docker }): Connection {
  const { socketPath, protocol, host, port, ca, cert, key } = modem.parse(docker.modem);
  if (socketPath) return { origin: "http://docker", socketPath };
  return {
    origin: `${protocol}://${host}:${port}`,
    ...(ca && cert && key ? { ca, cert, key } : {}),
  };
}
