import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CannotRunHere } from "../errors/index.ts";
import { named } from "../text/index.ts";
import { installedModules } from "./installedModules.ts";
import { firstError, type TerraformTool, terraform } from "./terraform.ts";

/** A module that Terraform has fetched. */
export interface FetchedModule {
  readonly folder: string;
  /** Where the source is a registry's. */
  readonly version?: string;
}

/** What a module block says of where the module is. */
export interface ModuleCall {
  readonly source: string;
  readonly version?: string;
}

/**
 * Has Terraform fetch a module into a folder of its own, without its providers.
 *
 * @throws CannotRunHere `module.unavailable`
 */
export async function fetchModule(
  tool: Omit<TerraformTool, "cliConfig">,
  call: ModuleCall,
  folder: string,
): Promise<FetchedModule> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "main.tf.json"), JSON.stringify({ module: { subject: call } }));
  const answer = await terraform({ ...tool, cliConfig: "" }, folder, ["get", "-no-color"], {
    environment: credentials(),
  });
  if (answer.exitCode !== 0) throw unavailable(call.source, firstError(answer.output));
  const found = (await installedModules(folder)).find(({ Key }) => Key === "subject");
  if (found === undefined) throw unavailable(call.source, "Terraform has fetched nothing");
  return { folder: join(folder, found.Dir), ...(found.Version === undefined ? {} : { version: found.Version }) };
}

/** By which Terraform and git prove who asks, for sources that are not public. */
export function credentials(): Record<string, string> {
  const names = Object.entries(process.env).filter(([name]) =>
    /^(TF_TOKEN_\w+|SSH_AUTH_SOCK|GIT_SSH_COMMAND)$/.test(name),
  );
  return Object.fromEntries(names.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function unavailable(source: string, why: string): CannotRunHere {
  return new CannotRunHere(
    "module.unavailable",
    `There is no folder ${named(source)}, and Terraform cannot fetch a module of that name: ${why}.`,
    "Give the module's folder, or a source as a module block has it, with --module.",
    { source },
  );
}
