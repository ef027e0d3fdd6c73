import { join } from "node:path";
import type { Input } from "../coder/index.ts";
import { exampleInputs, type UserTemplate } from "../coder/user-template/index.ts";
import type { StartOptions } from "./stages/index.ts";
import { unsupported } from "./verdict.ts";

/** Where the README's examples are, and where this Vault is. */
export interface TemplateSite {
  readonly examples: string;
  readonly vaultAddress: string;
}

/**
 * What a scenario settles of a user's template, a custom token apart. The scenario ends as `unsupported` where the
 * template leaves it no say.
 */
export async function templateInputs(
  { call, given, defaults, agent }: UserTemplate,
  options: StartOptions,
  { examples, vaultAddress }: TemplateSite,
): Promise<Readonly<Record<string, Input | undefined>>> {
  if (options.second !== undefined) unsupported("the template calls the module once");
  if (options.directory !== undefined && agent === undefined)
    unsupported("the template's agent is not declared in its root, where its working directory could be overridden");
  if (options.example !== undefined) return await exampleInputs(join(examples, options.example));
  for (const [name, input] of Object.entries(options.inputs ?? {}))
    if (input === undefined && given.includes(name) && defaults[name] === undefined)
      unsupported(`module.${call} of the template gives ${name}, which cannot be taken away`);
  return { vault_addr: vaultAddress, vault_jwt_role: options.role, ...options.inputs };
}

/** Ends the scenario as `unsupported` where a stop leaves what the module has made, whatever the module does. */
export function checkStop({ call, given }: UserTemplate): void {
  if (!given.includes("count") && !given.includes("for_each"))
    unsupported(`module.${call} of the template has no count: a stop leaves what it has made`);
}
