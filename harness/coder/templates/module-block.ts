import type { Input } from "../types.ts";

/** Where the subject lies, seen from the template. */
export const subjectFolder = "subject";

/** How blocks name it. */
export const subjectBlockSource: string = `./${subjectFolder}`;

export type Inputs = Readonly<Record<string, Input>>;

/** The blocks that call the subject, as Terraform's JSON syntax has them: inputs that are not given are not there. */
export function moduleBlocks(instances: readonly Inputs[], source: string = subjectBlockSource): string {
  // A block without a label is no block.
  if (instances.length === 0) return "{}";
  const names = ["vault", "vault_too"];
  const blocks = instances.map((inputs, at) => [names[at] ?? `vault_${at + 1}`, moduleBlock(inputs, source)]);
  // Each input on a line of its own: Terraform shows the line of what it refuses.
  return JSON.stringify({ module: Object.fromEntries(blocks) }, undefined, 2);
}

function moduleBlock(inputs: Inputs, source: string): object {
  return { count: "${data.coder_workspace.me.start_count}", source, ...argumentsOf(inputs) };
}

/** Inputs as the arguments of a block in Terraform's JSON syntax. */
export function argumentsOf(inputs: Inputs): Readonly<Record<string, string>> {
  const given = Object.entries(inputs).map(([name, input]) => [
    name,
    typeof input === "string" ? literal(input) : `\${${input.expression}}`,
  ]);
  return Object.fromEntries(given);
}

/** An input as an expression of Terraform's native syntax. */
export function expressionOf(input: Input): string {
  if (typeof input !== "string") return input.expression;
  // What JSON escapes by a letter of its own, Terraform does not know.
  return JSON.stringify(literal(input)).replace(
    /\\\\|\\[bf]/g,
    (mark) => ({ "\\b": "\\u0008", "\\f": "\\u000c" })[mark] ?? mark,
  );
}

/** A token is sensitive to Terraform as it would be in a template that signs one: it comes through a variable. */
export function tokenByVariable(inputs: Inputs, variable: string): Inputs {
  if (typeof inputs.vault_jwt_token !== "string") return inputs;
  return { ...inputs, vault_jwt_token: { expression: `var.${variable}` } };
}

/** Terraform reads every string of its JSON syntax as a template: data must not be one. */
function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (mark) => mark + mark);
}
