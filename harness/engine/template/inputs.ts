import { join } from "node:path";
import type { Input, UserTemplate } from "../../coder/index.ts";
import type { Example } from "../../coder/templates/index.ts";
import { exampleInputs } from "../../coder/user-template/index.ts";
import { unsupported } from "../verdict.ts";
import { placed } from "./placed.ts";

interface CallSettings {
  /** Inputs of a second instance of the module in the same workspace, in which they differ from the first's. */
  readonly second?: Readonly<Record<string, Input | undefined>>;
  /** The agent's working directory; default: the home. */
  readonly directory?: string;
}

/** What a workspace's template is: one with these inputs of the module, or an example of the README as it is written. */
export type ModuleCall = CallSettings &
  (
    | {
        /** `vault_jwt_role`. */
        readonly role: Input;
        /** Further inputs of the module by name; `undefined` takes one away. */
        readonly inputs?: Readonly<Record<string, Input | undefined>>;
        readonly example?: never;
      }
    | {
        /** Its address is `https://vault.example.com`, its role `coder` or the first group's; a custom token is added. */
        readonly example: Example;
        readonly role?: never;
        readonly inputs?: never;
      }
  );

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
  { call, given, defaults, agent, places }: UserTemplate,
  options: ModuleCall,
  { examples, vaultAddress }: TemplateSite,
): Promise<Readonly<Record<string, Input | undefined>>> {
  const at = (argument: string) => placed(places[`module.${call}${argument}`]);
  if (options.second !== undefined) unsupported(`the template calls the module once${at("")}`);
  if (options.directory !== undefined && agent === undefined)
    unsupported(
      `the agent of module.${call}${at(".agent_id")} is not declared in the template's root, where its working directory could be overridden`,
    );
  if (options.example !== undefined) return await exampleInputs(join(examples, options.example));
  for (const [name, input] of Object.entries(options.inputs ?? {}))
    if (input === undefined && given.includes(name) && defaults[name] === undefined)
      unsupported(`module.${call} of the template sets ${name}${at(`.${name}`)}, which the harness cannot unset`);
  return { vault_addr: vaultAddress, vault_jwt_role: options.role, ...options.inputs };
}

/** Ends the scenario as `unsupported` where a stop leaves what the module has made, whatever the module does. */
export function checkStop({ stop }: UserTemplate): void {
  if (stop !== undefined) unsupported(stop);
}
