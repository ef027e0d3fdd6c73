import { join } from "node:path";
import { blocksOf } from "../../hcl/index.ts";
import type { Inputs } from "../templates/index.ts";

/** What is the template's own, and not an input of the module that its reader would take over. */
const ofTemplate = ["source", "version", "count", "agent_id"];

/** What an example of the README gives the module, for a template that is another. */
export async function exampleInputs(root: string): Promise<Inputs> {
  const blocks = await blocksOf(join(root, "vault.tf"));
  const given = blocks.flatMap((block) => (block.type === "module" ? Object.entries(block.arguments) : []));
  const inputs = given.filter(([name]) => !ofTemplate.includes(name));
  return Object.fromEntries(inputs.map(([name, expression]) => [name, { expression }]));
}
