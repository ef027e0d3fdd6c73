import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../run/index.ts";

const shipped = ["core", "hardened", "verified"];

/** The file of a policy: the user's own, or one of those that come with the harness, by its name. */
export function policyFile(word: string): string {
  return shipped.includes(word) && !existsSync(word) ? join(packageFolder, "policies", `${word}.yaml`) : word;
}
