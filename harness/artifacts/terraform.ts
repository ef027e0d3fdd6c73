import { lt } from "semver";
import { CannotRunHere } from "../errors/index.ts";
import { cachedVersions, cacheFolder } from "./cache/index.ts";
import { obtain } from "./obtain.ts";
import { goSources, hashicorpRelease, latestHashicorp, opentofuRelease, type Way } from "./origins/index.ts";
import { commandOf, objectionTo, onPath } from "./programs.ts";
import type { Artifact, ArtifactOptions } from "./types.ts";
import { parseTerraform } from "./words.ts";

const remedy = "Install it on PATH, or choose one that `doctor` lists with --terraform.";

/** The first with `terraform_data`, which stands for a workspace's computer in the harness's templates; in OpenTofu it always was. */
const oldestTerraform = "1.4.0";

/**
 * A Terraform or OpenTofu: `terraform`, `terraform@1.11.4`, `tofu`, `tofu@1.10.10`; looked for on PATH, in the cache,
 * at the official releases and, OpenTofu only, built from source.
 * Throws {@link WrongInput} (`terraform.malformed`) and {@link CannotRunHere} (`terraform.unavailable`, `terraform.too-old`, `cache.*`).
 */
export async function findTerraform(wanted: string, options: ArtifactOptions): Promise<Artifact> {
  const word = parseTerraform(wanted);
  const { name } = word;
  const installed = await onPath([name], word.version, options.signal);
  const folder = options.cacheFolder ?? cacheFolder();
  const settled = installed?.version ?? word.version ?? (await cachedVersions(folder, name, options))[0];
  const version = settled ?? (await newestTerraform(name, options));
  refuseTooOld(name, version);
  if (installed !== undefined) return installed;
  const entry = { folder, name, version, file: commandOf(name) };
  const objection = objectionTo({ name, version });
  return obtain(
    { entry, ways: waysToTerraform(name, version), objection, code: "terraform.unavailable", remedy },
    options,
  );
}

/** A module's verdict would be about the template that Terraform does not take. */
function refuseTooOld(name: string, version: string): void {
  if (name !== "terraform" || !lt(version, oldestTerraform)) return;
  const problem = `Terraform ${version} is too old: the harness's templates need terraform_data, added in ${oldestTerraform}.`;
  const newer = `Choose terraform@${oldestTerraform} or newer with --terraform.`;
  throw new CannotRunHere("terraform.too-old", problem, newer, { name, version });
}

/** The version to fetch where none is wanted. */
export async function newestTerraform(name: string, { offline, signal }: ArtifactOptions): Promise<string> {
  if (name === "tofu") return goSources.triedOpentofu;
  if (offline) throw nothingHere("and --offline does not allow downloads");
  return latestHashicorp("terraform", signal).catch((cause: unknown) => {
    signal?.throwIfAborted();
    if (!(cause instanceof CannotRunHere)) throw cause;
    throw nothingHere(`and ${cause.message.replace(/\.$/, "")}`, cause);
  });
}

function nothingHere(why: string, cause?: unknown): CannotRunHere {
  const problem = `No Terraform is installed or cached, ${why}.`;
  return new CannotRunHere("terraform.unavailable", problem, remedy, { name: "terraform" }, cause);
}

/** The ways to a Terraform, in their order. */
export function waysToTerraform(name: string, version: string): Way[] {
  if (name === "terraform") return [hashicorpRelease("terraform", version)];
  return [opentofuRelease(version), goSources.opentofuSource(version)];
}
