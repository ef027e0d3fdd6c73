import { parse } from "semver";
import { WrongInput } from "../errors/index.ts";
import { quoted } from "../text/index.ts";

/**
 * Versions that are semantic versions and nothing else: they become parts of paths, pages and scripts.
 *
 * @throws WrongInput `version-malformed`
 */
export function checkedVersions(versions: readonly string[]): readonly string[] {
  // The parser leaves out white space, and a `v` or `=` in front.
  const malformed = versions.filter((version) => !/^\d\S*$/.test(version) || parse(version)?.raw !== version);
  if (malformed.length === 0) return versions;
  const problem = `Not a semantic version: ${malformed.map(quoted).join(", ")}.`;
  throw new WrongInput("version-malformed", problem, "Write versions such as 1.17.5 or 1.17.5+ent.", { malformed });
}
