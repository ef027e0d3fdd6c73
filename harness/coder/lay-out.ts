import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type Confinement, handOver, writeOver } from "../runtime/confinement/index.ts";
import {
  type ExampleRoot,
  type Inputs,
  layOutExample,
  layOutFurtherInputs,
  layOutToken,
  moduleBlocks,
  tokenByVariable,
  type UserTemplate,
} from "./templates/index.ts";
import type { TerraformTool } from "./terraform/index.ts";

/** A template with the subject in it, initialised once for all workspaces of a run. */
export interface Template {
  readonly folder: string;
  /** Takes the template's place. */
  readonly example?: ExampleRoot;
  /** What is known of a template that is the user's own. */
  readonly user?: UserTemplate;
  /** What the subject is given beside a workspace's own inputs. */
  readonly inputs?: Inputs | undefined;
}

/** Copies an initialised template into a folder, with the example that takes its place. */
export async function layOut(
  { confinement }: TerraformTool,
  { folder: initialised, example, inputs }: Template,
  folder: string,
): Promise<void> {
  await cp(initialised, folder, { recursive: true, verbatimSymlinks: true });
  if (example !== undefined) {
    await layOutExample(confinement, folder, example);
    if (inputs !== undefined) await layOutFurtherInputs(confinement, folder, inputs);
  }
  await handOver(confinement, folder);
}

/** The variables of a template that a workspace sets, as Terraform reads them by itself. */
export const variablesFile = "inputs.auto.tfvars.json";

/** Writes what a workspace gives the module and the template. */
export async function layOutInputs(
  confinement: Confinement,
  folder: string,
  {
    instances,
    directory,
    isExample,
  }: { readonly instances: readonly Inputs[]; readonly directory: string | undefined; readonly isExample: boolean },
): Promise<void> {
  const tokens = instances.map(({ vault_jwt_token }) => vault_jwt_token);
  const token = tokens.find((input) => typeof input === "string");
  if (isExample) await layOutToken(confinement, folder, token);
  else
    await writeOver(
      confinement,
      join(folder, "module.tf.json"),
      moduleBlocks(instances.map((one) => tokenByVariable(one, "vault_jwt_token"))),
    );
  const variables = { vault_jwt_token: token, agent_directory: directory };
  await writeOver(confinement, join(folder, variablesFile), JSON.stringify(variables));
}
