import { WrongInput } from "../errors/index.ts";
import { firstError, type TerraformTool, terraform } from "./terraform.ts";

/**
 * Has Terraform read the files of a module or a template, which takes some 50 ms and no provider.
 *
 * @throws WrongInput `module.syntax`, `template.syntax`
 */
export async function checkSyntax(
  tool: Omit<TerraformTool, "cliConfig">,
  folder: string,
  what: "module" | "template" = "module",
): Promise<void> {
  const args = ["fmt", "-no-color", "-list=false", "-write=false", "."];
  const answer = await terraform({ ...tool, cliConfig: "/dev/null" }, folder, args);
  if (answer.exitCode === 0) return;
  throw new WrongInput(
    `${what}.syntax`,
    `Terraform cannot read the ${what}: ${firstError(answer.output)}.`,
    `Mend the ${what} until \`terraform fmt\` takes it.`,
    { output: answer.output },
  );
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
