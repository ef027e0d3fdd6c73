import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import { handOver } from "../../runtime/confinement/index.ts";
import { type BareTerraform, firstError, type TerraformTool, terraform } from "./terraform.ts";

/** What `terraform fmt` reads of a folder. */
const read = /\.(tf|tofu|tfvars|tftest\.hcl|tfmock\.hcl)$/;

/**
 * Has Terraform read the files of a module or a template, which takes some 50 ms and no provider.
 *
 * @throws WrongInput `module.syntax`, `template.syntax`
 */
export async function checkSyntax(
  tool: BareTerraform,
  folder: string,
  what: "module" | "template" = "module",
): Promise<void> {
  const args = ["fmt", "-no-color", "-list=false", "-write=false", "."];
  const copy = await copyOf(folder, tool);
  const answer = await terraform({ ...tool, cliConfig: "/dev/null", reads: [] }, copy, args);
  if (answer.exitCode === 0) return;
  throw new WrongInput(
    `${what}.syntax`,
    `Terraform cannot read the ${what}: ${firstError(answer.output)}.`,
    `Fix the ${what} so that \`terraform fmt\` succeeds.`,
    { output: answer.output },
  );
}

/** A folder of the caller's is not Terraform's to see. */
async function copyOf(folder: string, { temporary, confinement }: BareTerraform): Promise<string> {
  const copy = join(temporary, `syntax-${crypto.randomUUID()}`);
  await mkdir(copy);
  const files = (await readdir(folder)).filter((name) => read.test(name));
  // What cannot be read is told by who needs it.
  await Promise.all(files.map((name) => copyFile(join(folder, name), join(copy, name)).catch(() => {})));
  await handOver(confinement, copy);
  return copy;
}

/**
 * Has Terraform start every provider of an initialised folder: a mirror may hold what does not run here.
 *
 * @throws WrongInput `providers.broken`
 */
export async function checkProviders(tool: TerraformTool, folder: string, mirror: string): Promise<void> {
  const answer = await terraform(tool, folder, ["providers", "schema", "-json"]);
  if (answer.exitCode === 0) return;
  throw new WrongInput(
    "providers.broken",
    `Terraform cannot start a provider of ${mirror}: ${firstError(answer.output)}.`,
    "Fill the folder again with `terraform providers mirror DIR`, or leave --providers out.",
    { output: answer.output },
  );
}
