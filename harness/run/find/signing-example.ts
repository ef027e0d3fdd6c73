import { join } from "node:path";
import type { ProviderMirror, SigningProviders } from "../../artifacts/providers/index.ts";
import { checkProviders, prepareExample, type TerraformTool } from "../../coder/index.ts";
import { writeOver } from "../../runtime/confinement/index.ts";
import { examplesFolder } from "../readme-example.ts";

/** How the README's custom JWT example is applied: as it is written, from this folder, or why it cannot be. */
export type SigningExample =
  | { readonly mirror: ProviderMirror; readonly folder: string }
  | { readonly problem: string };

/** Where the example is prepared, and what it is made of. */
export interface SigningParts {
  /** Is made, and holds the example then. */
  readonly folder: string;
  /** The folder of the initialised template. */
  readonly template: string;
  readonly signingKey: string;
}

/**
 * Initialises the custom JWT example with its own providers; Terraform's configuration leads to them from then on.
 *
 * @throws WrongInput `providers.broken`
 */
export async function prepareSigningExample(
  tool: TerraformTool,
  found: SigningProviders,
  { folder, template, signingKey }: SigningParts,
): Promise<SigningExample> {
  if ("problem" in found) return found;
  const { mirror } = found;
  const example = { folder: join(examplesFolder, "custom-jwt"), signingKey };
  await writeOver(tool.confinement, tool.cliConfig, mirror.cliConfig);
  const { problem } = await prepareExample(tool, { folder: template, example }, folder);
  if (problem !== undefined) return { problem: `Terraform cannot initialise the example with the module: ${problem}.` };
  await checkProviders(tool, folder, mirror.folder);
  return { mirror, folder };
}

/** What the run says where the example is not applied as it is written. */
export function signedByTheHarness(problem: string): string {
  return `The README's custom JWT example signs with a provider that is not used here: ${problem} The harness signs the same claims.`;
}
