import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Starts the machine's Chromium without a window, or that of `CHROMIUM`. */
export async function startChromium(): Promise<Browser> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const given = process.env.CHROMIUM;
  const places = given === undefined ? names.flatMap((name) => folders.map((folder) => join(folder, name))) : [given];
  for (const executablePath of places) {
    const isThere = await access(executablePath, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return await chromium.launch({ executablePath });
  }
  throw new Error(`There is no Chromium: looked for ${places.length === 1 ? places[0] : names.join(", ")}.
Install it (Debian: apt-get install chromium), or name one with CHROMIUM.`);
}
