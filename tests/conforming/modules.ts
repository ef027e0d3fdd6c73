import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../../harness/run/index.ts";
import { type Conformance, conform } from "../conformance/conform.ts";

const folder = join(packageFolder, "fixtures/conforming");

/** The names of the correct modules that are built in other ways. */
export async function conformingModules(): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** What the command line makes of one of them, and each result that is neither a pass nor unsupported. */
export async function tryModule(
  name: string,
  options: readonly string[],
  signal?: AbortSignal,
): Promise<Conformance & { readonly problems: readonly string[] }> {
  const answer = await conform(join(folder, name), options, signal);
  const problems = answer.report.requirements.flatMap(({ id, results }) =>
    results
      .filter(({ outcome }) => outcome === "fail" || outcome === "error")
      .map(
        ({ scenario, token, outcome, reason = "" }) => `${name}: ${id} ${scenario} [${token}] ${outcome}: ${reason}`,
      ),
  );
  return { ...answer, problems };
}
