import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../run/index.ts";

const names: Readonly<Record<"policies" | "matrix", readonly string[]>> = {
  policies: ["core", "hardened", "verified"],
  matrix: ["quick", "nightly", "offline"],
};

/** The file that a word means: the user's own, or one of those that come with the harness, by its name. */
export function shippedFile(folder: keyof typeof names, word: string): string {
  return names[folder].includes(word) && !existsSync(word) ? join(packageFolder, folder, `${word}.yaml`) : word;
}
