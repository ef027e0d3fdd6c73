import type { AgentKind } from "../../model/index.ts";
import { type Connection, connectionOf, type Engine, openHost } from "./daemon/index.ts";
import { type BareRoot, type ImageNames, type ImageOptions, openImages } from "./images/index.ts";
import { type ProgramImage, programFrom } from "./program-image.ts";
import { watchByRyuk } from "./ryuk.ts";

/** What has been made before the first scenario starts; plain data. */
export interface DockerPreparation {
  readonly images: ImageNames;
  /** Labels by which Ryuk finds what it has to remove. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What the scenarios will ask for; what is named twice is made once. */
export interface DockerNeeds {
  /** Executables of this machine are put into workspaces at the given paths. */
  readonly workspaces: readonly {
    readonly agent: AgentKind;
    readonly executables: Readonly<Record<string, string>>;
  }[];
  /** Executables of servers that come as no image. */
  readonly servers: readonly string[];
}

/** A daemon that a run is being prepared on: everything that is slow happens here. */
export interface DockerPreparations {
  readonly connection: Connection;
  /** What servers, CLIs and agents have to be for. */
  readonly platform: Engine["platform"];
  /** What it does not bound of what workspaces take. */
  readonly unbounded: Engine["unbounded"];
  /** An image of links and folders alone. */
  bareRoot(root: BareRoot): Promise<string>;
  /** An image with a server's program; `undefined` where either is not available. */
  program(image: string, command: string): Promise<ProgramImage | undefined>;
  prepare(needs: DockerNeeds): Promise<DockerPreparation>;
}

/**
 * Connects to the daemon.
 *
 * @throws CannotRunHere `runtime.docker`
 */
export async function openPreparations(options: ImageOptions): Promise<DockerPreparations> {
  const host = await openHost();
  const images = openImages(host, options);
  return {
    connection: connectionOf(host),
    platform: host.engine.platform,
    unbounded: host.engine.unbounded,
    bareRoot: images.bareRoot,
    program: (image, command) => programFrom(host, { ...options, image, command }),
    async prepare({ workspaces, servers }) {
      const labels = await watchByRyuk(host, options);
      await images.base();
      for (const { agent, executables } of workspaces) await images.agent(agent, executables);
      for (const executable of servers) await images.server(executable);
      return { images: await images.names(), labels };
    },
  };
}
