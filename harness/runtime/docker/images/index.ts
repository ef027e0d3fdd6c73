import type { AgentKind } from "../../../model/index.ts";
import type { Host } from "../daemon/index.ts";
import { makeBase, ownBase, presentBase } from "./base-image.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { type BareRoot, makeAgent, makeBareRoot, withExecutables } from "./recipes.ts";
import type { ImageOptions } from "./types.ts";

export { canBeHad, pullImage } from "./pull.ts";
export type { BareRoot } from "./recipes.ts";
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
  /** Links and folders alone. */
  bareRoot(root: BareRoot): Promise<string>;
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
  // The others are made of it, so that it alone needs packages.
  const plain = (kind: AgentKind): Promise<string> =>
    once(kind, async () => {
      const base = kind === "debian" ? await images.base() : await plain("debian");
      return await makeAgent(host, kind, base, options);
    });
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
        return await withExecutables(host, await plain(kind), executables, options);
      }),
    bareRoot: (root) => makeBareRoot(host, root, options),
    server: (executable) =>
      once(executable, async () => withExecutables(host, await images.base(), { [serverPath]: executable }, options)),
  };
  return images;
}
