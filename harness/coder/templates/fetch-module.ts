import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CannotRunHere } from "../../errors/index.ts";
import { handOver } from "../../runtime/confinement/index.ts";
import { named } from "../../text/index.ts";
import {
  type BareTerraform,
  firstError,
  type TerraformAnswer,
  terraform,
  terraformAsCaller,
} from "../terraform/index.ts";
import { installedModules } from "./installed-modules.ts";

/** A module that Terraform has fetched. */
export interface FetchedModule {
  readonly folder: string;
  /** The root of the package that it came with. */
  readonly package: string;
  /** Where the source is a registry's. */
  readonly version?: string;
}

/** What a module block says of where the module is. */
export interface ModuleCall {
  readonly source: string;
  readonly version?: string;
}

/**
 * Has Terraform fetch a module into a folder of its own, without its providers. What nobody needs credentials for is
 * fetched without any; only then the caller's are used, for this source: what the module itself calls is fetched anew
 * with its template.
 *
 * @throws CannotRunHere `module.unavailable`
 */
export async function fetchModule(bare: BareTerraform, call: ModuleCall, folder: string): Promise<FetchedModule> {
  const tool = { ...bare, cliConfig: "", reads: [] };
  const args = ["get", "-no-color"] as const;
  const open = await layOutSource(call, folder);
  await handOver(tool.confinement, open);
  if ((await terraform(tool, open, args)).exitCode === 0) return await fetchedIn(open, call);
  const own = await layOutSource(call, `${folder}-by-caller`);
  const answer: TerraformAnswer = await terraformAsCaller(tool, own, args);
  if (answer.exitCode !== 0) throw unavailable(call.source, firstError(answer.output));
  return await fetchedIn(own, call);
}

async function layOutSource(call: ModuleCall, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "main.tf.json"), JSON.stringify({ module: { subject: call } }));
  return folder;
}

async function fetchedIn(folder: string, { source }: ModuleCall): Promise<FetchedModule> {
  const found = (await installedModules(folder)).find(({ Key }) => Key === "subject");
  if (found === undefined) throw unavailable(source, "Terraform downloaded nothing");
  const { Dir, Version } = found;
  const fetched = { folder: join(folder, Dir), package: join(folder, packageIn(Dir)) };
  return { ...fetched, ...(Version === undefined ? {} : { version: Version }) };
}

/** Terraform puts a package into a folder of its own; of `…//sub` it gives a folder in it. */
function packageIn(folder: string): string {
  return /^\.terraform\/modules\/[^/]+/.exec(folder)?.[0] ?? folder;
}

function unavailable(source: string, why: string): CannotRunHere {
  return new CannotRunHere(
    "module.unavailable",
    `There is no folder ${named(source)}, and Terraform cannot fetch a module of that name: ${why}.`,
    "Give the module's folder, or a source as a module block has it, with --module.",
    { source },
  );
}
