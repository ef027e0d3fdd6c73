import { cp, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { HarnessFault } from "../../errors/index.ts";
import { type Confinement, removeOf, writeOver } from "../../runtime/confinement/index.ts";
import type { Input } from "../types.ts";
import { installedModules, recordModules } from "./installed-modules.ts";
import { expressionOf, type Inputs } from "./module-block.ts";

/** The examples of the module's README; each is a Terraform root of this name. */
export type Example = "default" | "auth-path" | "group-role" | "pinned-cli" | "custom-jwt";

/** An example's Terraform root. */
export interface ExampleRoot {
  readonly folder: string;
  /** The key (PEM) by which the example signs its own token; without one, what signs is left out. */
  readonly signingKey?: string;
}

/** The file of an example that signs, and the key that it reads. */
const signing = { file: "jwt.tf", key: "key.pem" };

/** Puts an example in the place of the template in an initialised folder: what Terraform has installed there stays. */
export async function layOutExample(
  confinement: Confinement,
  folder: string,
  { folder: root, signingKey }: ExampleRoot,
): Promise<void> {
  await Promise.all(["main.tf", "module.tf.json"].map((name) => removeOf(join(folder, name))));
  const isWanted = (path: string) => signingKey !== undefined || basename(path) !== signing.file;
  await cp(root, folder, { recursive: true, filter: isWanted });
  await recordSource(confinement, folder);
  if (signingKey !== undefined) await writeOver(confinement, join(folder, signing.key), signingKey);
}

/** Has Terraform take the subject, which is installed under the name of its folder, for what the example's block names. */
async function recordSource(confinement: Confinement, folder: string): Promise<void> {
  const block = await readFile(join(folder, "vault.tf"), "utf8");
  const [Source, Version] = ["source", "version"].map((name) => argument(block, name));
  const modules = await installedModules(folder);
  await recordModules(
    confinement,
    folder,
    modules.map((one) => (one.Key === "vault" ? { ...one, Source, Version } : one)),
  );
}

function argument(block: string, name: string): string {
  const value = new RegExp(`^  ${name} += "([^"]+)"`, "m").exec(block)?.[1];
  if (value !== undefined) return value;
  const problem = `The example's module block has no ${name}.`;
  throw new HarnessFault("coder.example", problem, "Report this as a defect of the harness.", { block });
}

/**
 * Gives an example's module block what its module needs beside the inputs of the README. An override file cannot: what
 * is required has to be in the block itself.
 */
export async function layOutFurtherInputs(confinement: Confinement, folder: string, inputs: Inputs): Promise<void> {
  const file = join(folder, "vault.tf");
  const block = (await readFile(file, "utf8")).trimEnd();
  const lines = Object.entries(inputs).map(([name, input]) => `  ${name} = ${expressionOf(input)}\n`);
  await writeOver(confinement, file, `${block.slice(0, -1)}${lines.join("")}}\n`);
}

/** Gives an example's module block a token through a variable, by an override file; without a token the block is as it was. */
export async function layOutToken(confinement: Confinement, folder: string, token: Input | undefined): Promise<void> {
  const variable = { vault_jwt_token: { type: "string", sensitive: true } };
  const module = { vault: { vault_jwt_token: `\${var.vault_jwt_token}` } };
  // What overrides has to be declared elsewhere.
  const files = { "token.tf.json": { variable }, "token_override.tf.json": { module } };
  for (const [name, content] of Object.entries(files)) {
    if (token === undefined) await removeOf(join(folder, name));
    else await writeOver(confinement, join(folder, name), JSON.stringify(content));
  }
}
