import { mkdir } from "node:fs/promises";
import { cacheFolder, holdLock } from "../../../artifacts/cache/index.ts";
import type { ImageOptions } from "./types.ts";

/** Makes an image unless it is present, also when two runs of this user want it at the same time. */
export async function oneAtATime(
  name: string,
  { progress }: ImageOptions,
  present: () => Promise<string | undefined>,
  make: () => Promise<string>,
): Promise<string> {
  const here = await present();
  if (here !== undefined) return here;
  const folder = cacheFolder();
  await mkdir(folder, { recursive: true });
  const onWait = () => progress("Another run is making the same image; waiting for it.");
  await using _lock = await holdLock(folder, `image-${name.replaceAll(/[^\w.-]/g, "-")}`, {
    onWait,
    signal: undefined,
  });
  return (await present()) ?? (await make());
}
