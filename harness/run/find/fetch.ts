import { findSigningProviders } from "../../artifacts/providers/index.ts";
import { CannotRunHere } from "../../errors/index.ts";
import { type RunRequest, signsTheExample } from "../request.ts";
import { findFurtherParts, findTools, optionsOf } from "./find-parts.ts";
import { type Found, foundIn } from "./search.ts";

/** A run's parts as they were found, such as `openbao 2.7.2`, and why others were not. */
export interface FetchedParts {
  readonly found: readonly string[];
  readonly lacking: readonly string[];
}

/**
 * Fetches and builds what a run needs, into the cache: no code of a module runs, and none is read.
 *
 * @throws WrongInput, CannotRunHere as the parts do
 */
export async function fetchParts(request: RunRequest & Required<Pick<RunRequest, "scope">>): Promise<FetchedParts> {
  const options = optionsOf(request, request.scope);
  const { terraforms, docker } = await findTools(request, request.scope, options);
  const further = await findFurtherParts(request, docker, options);
  const { archives, programs, mirrors, coderServers } = further;
  const coders = [...Object.values(further.coderAgents), coderServers];
  const [terraform] = foundIn(terraforms);
  const [mirror] = foundIn(mirrors);
  if (terraform !== undefined && mirror !== undefined && signsTheExample(request))
    await findSigningProviders(mirror, terraform, options);
  const servers = Object.values(programs).flatMap(foundIn);
  return {
    found: [
      ...[...servers.map(({ artifact }) => artifact), ...foundIn(terraforms), ...coders.flatMap(foundIn)].map(
        ({ name, version }) => `${name} ${version}`,
      ),
      ...foundIn(mirrors).flatMap(({ providers }) => Object.entries(providers).map((pair) => pair.join(" "))),
      `${archives.kind} archives of the Vault CLI`,
    ],
    lacking: [terraforms, ...Object.values(programs), mirrors, ...coders].flatMap(reasons),
  };
}

function reasons(all: Found<unknown>): readonly string[] {
  return [...all.values()].flatMap((one) => (one instanceof CannotRunHere ? [one.message] : []));
}
