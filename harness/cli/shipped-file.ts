import { join } from "node:path";
import { WrongInput } from "../errors/index.ts";
import { packageFolder } from "../package/index.ts";
import { named } from "../text/index.ts";

const shipped = {
  policies: { kind: "policy", names: ["core", "hardened", "verified"] },
  matrix: { kind: "matrix", names: ["quick", "nightly", "offline"] },
} as const;

/**
 * The file that a word means: one of those that come with the harness, by its name, or the user's own. A name always means
 * the same, whatever files lie in the current folder: the module under test may have put them there.
 * @throws WrongInput `policy.unknown`, `matrix.unknown`
 */
export function shippedFile(folder: keyof typeof shipped, word: string): string {
  const { kind, names } = shipped[folder];
  if (names.some((name) => name === word)) return join(packageFolder, folder, `${word}.yaml`);
  if (/\/|\.(?:ya?ml|json)$/.test(word)) return word;
  const remedy = `Choose among: ${names.join(", ")}; or name a file by a path with a slash, such as ./${kind}.yaml.`;
  throw new WrongInput(`${kind}.unknown`, `There is no ${kind} ${named(word)}.`, remedy, { word });
}
