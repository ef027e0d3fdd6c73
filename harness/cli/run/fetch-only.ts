import { type ExitStatus, exitStatus } from "../../errors/index.ts";
import type { FetchedParts } from "../../run/find/index.ts";
import { fetchParts, type RunRequest } from "../../run/index.ts";
import { openRun } from "../../runtime/scope/index.ts";
import { print } from "../../text/index.ts";
import type { Interruption } from "../interruption.ts";

/** Downloads what a run with the same options needs, and lists it. No module has run by then, so the cache can be kept. */
export async function fetchOnly(request: RunRequest, { defer }: Interruption, isStrict: boolean): Promise<ExitStatus> {
  await using scope = await openRun(false);
  defer(scope.stop);
  const parts = await fetchParts({ ...request, scope });
  print(process.stdout, inWords(parts));
  return isStrict && parts.lacking.length > 0 ? exitStatus.cannotRunHere : exitStatus.conforms;
}

function inWords({ found, lacking }: FetchedParts): readonly string[] {
  const lines = [...new Set(found)].map((part) => `ready      ${part}`);
  return [...lines, ...new Set(lacking.map((why) => `MISSING    ${why}`))];
}
