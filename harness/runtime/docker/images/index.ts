import type { AgentKind } from "../../types.ts";
import type { Host } from "../host.ts";
import { makeBase, ownBase, presentBase } from "./baseImage.ts";
import { oneAtATime } from "./oneAtATime.ts";
import { makeAgent, withExecutables } from "./recipes.ts";
import type { ImageOptions } from "./types.ts";

export { canBeHad, pullImage } from "./pull.ts";
export type { ImageOptions } from "./types.ts";

/** Names of images by what they are; plain data, so that workers need not look again for what a run has prepared. */
export type ImageNames = Readonly<Record<string, string>>;

/** The images of a run, each made when it is first asked for and kept by the daemon for later runs. */
export interface Images {
  readonly names: () => Promise<ImageNames>;
  /** Plain Debian. */
  base(): Promise<string>;
  /** A workspace's image with executables of this machine in it. */
  agent(kind: AgentKind, executables: Readonly<Record<string, string>>): Promise<string>;
  /** The base with one executable in it, at {@link serverPath}. */
  server(executable: string): Promise<string>;
}

/** Where a server's image has its program. */
export const serverPath = "/opt/conformance/server";

/** Opens the images of a daemon; `known` are those that have been prepared. */
export function openImages(host: Host, options: ImageOptions, known: ImageNames = {}): Images {
  const made = new Map(Object.entries(known).map(([key, name]) => [key, Promise.resolve(name)]));
  const once = (key: string, make: () => Promise<string>) => {
    const name = made.get(key) ?? make();
    made.set(key, name);
    return name;
  };
  const images: Images = {
    async names() {
      const entries = [...made].map(async ([key, name]) => [key, await name] as const);
      return Object.fromEntries(await Promise.all(entries));
    },
    base: () =>
      once("base", () =>
        oneAtATime(
          ownBase,
          options,
          () => presentBase(host),
          () => makeBase(host, options),
        ),
      ),
    agent: (kind, executables) =>
      once(JSON.stringify([kind, executables]), async () => {
        const plain = await once(kind, async () => await makeAgent(host, kind, await images.base(), options));
        return await withExecutables(host, plain, executables, options);
      }),
    server: (executable) =>
      once(executable, async () => withExecutables(host, await images.base(), { [serverPath]: executable }, options)),
  };
  return images;
}
