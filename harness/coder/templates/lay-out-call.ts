import { join } from "node:path";
import { type Confinement, removeOf, writeOver } from "../../runtime/confinement/index.ts";
import { argumentsOf, type Inputs, tokenByVariable } from "./module-block.ts";
import type { UserTemplate } from "./user-template.ts";

/** Where the subject lies in a user's template. */
export const userSubjectFolder = ".harness/subject";

/** A source that is nowhere but in Terraform's record of installed modules: it goes with any `version` of the call. */
export const subjectSource = { source: "subject.invalid/vault/jwt/coder", version: "1.0.0" };

/** Overriding files are read in the order of their names: what a template overrides itself comes before. */
const files = { overriding: "zzz_harness_override.tf.json", token: "zzz_harness_token.tf.json" };
const tokenVariable = "harness_vault_jwt_token";

/** Whether a file of a template is what the harness has put there: the subject, or what it is given. */
export function isOfHarness(file: string): boolean {
  return file === files.overriding || file.startsWith(userSubjectFolder);
}

/** What a workspace's build settles of a template. */
export interface CallSettings {
  readonly inputs: Inputs;
  /** The agent's working directory; default: as the template has it. */
  readonly directory?: string | undefined;
}

/**
 * Writes what overrides a template's call of the module: its source, and inputs. What the call gives and a scenario
 * leaves out cannot be taken away, so that it is given the subject's own default.
 */
export async function layOutCall(
  confinement: Confinement,
  folder: string,
  { call, defaults, agent }: Pick<UserTemplate, "call" | "defaults" | "agent">,
  { inputs, directory }: CallSettings,
): Promise<void> {
  const left = Object.fromEntries(Object.entries(defaults).map(([name, expression]) => [name, { expression }]));
  const given = argumentsOf({ ...left, ...tokenByVariable(inputs, tokenVariable) });
  const dir = directory === undefined || agent === undefined ? {} : argumentsOf({ dir: directory });
  const overriding = {
    // A state that others share is not the harness's.
    terraform: { backend: { local: {} } },
    module: { [call]: { ...subjectSource, ...given } },
    ...(agent === undefined || directory === undefined ? {} : { resource: { coder_agent: { [agent]: dir } } }),
  };
  // Each input on a line of its own: Terraform shows the line of what it refuses.
  await writeOver(confinement, join(folder, files.overriding), JSON.stringify(overriding, undefined, 2));
  await layOutToken(confinement, folder, inputs.vault_jwt_token);
}

async function layOutToken(confinement: Confinement, folder: string, token: Inputs[string] | undefined): Promise<void> {
  const values = join(folder, "zzz_harness.auto.tfvars.json");
  const declaration = join(folder, files.token);
  if (typeof token !== "string") {
    await Promise.all([values, declaration].map(removeOf));
    return;
  }
  const declared = { variable: { [tokenVariable]: { type: "string", sensitive: true } } };
  await writeOver(confinement, declaration, JSON.stringify(declared));
  await writeOver(confinement, values, JSON.stringify({ [tokenVariable]: token }));
}
