import { basename } from "node:path";
import type { Service, ServiceSpec } from "../../types.ts";
import { serverPath } from "../images/index.ts";
import { RunContainer, startContainer } from "./container.ts";
import type { Place } from "./place.ts";

const folder = "/opt/conformance/service";

/**
 * Starts a server program: from its own image, or from Debian with the executable in it.
 *
 * @throws HarnessFault `runtime.container` with its exit code and last lines when it ends at once
 */
export async function startService(spec: ServiceSpec, place: Place): Promise<Service> {
  const fill = (text: string) => text.replaceAll("{folder}", folder).replaceAll("{address}", "0.0.0.0");
  const image = spec.image ?? (await place.images.server(spec.executable));
  const container = new RunContainer(image, spec.hostname, place)
    .withEntrypoint([spec.image === undefined ? serverPath : basename(spec.executable)])
    .withCommand(spec.args.map(fill))
    .withEnvironment({ ...spec.environment })
    .withUser("0")
    // Vault's official executable has this as a file capability, and does not start without it.
    .withAddedCapabilities("IPC_LOCK")
    .named(spec.hostname)
    .withCopyContentToContainer(
      Object.entries(spec.files).map(([name, content]) => ({
        content: fill(content),
        target: `${folder}/${name}`,
        mode: 0o600,
      })),
    )
    .publishing(spec.port);
  const running = await startContainer(container);
  const { output, errors, changed, ended } = running.console;
  const scheme = spec.tls ? "https" : "http";
  return {
    endpoint: { url: `${scheme}://${place.host.address}:${running.port(spec.port)}`, servername: spec.hostname },
    output,
    errors,
    changed,
    running: () => !ended(),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}
