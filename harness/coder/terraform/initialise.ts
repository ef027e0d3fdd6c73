import { join } from "node:path";
import { readOf, writeOver } from "../../runtime/confinement/index.ts";
import { type TerraformAnswer, type TerraformTool, terraform } from "./terraform.ts";

/**
 * Runs `terraform init` in a folder. Providers that it has verified are not hashed again by every command of every
 * workspace, which took a twelfth of a build: what the lock file has no hashes of Terraform takes as it is.
 *
 * @throws HarnessFault `coder.terraform`
 */
export async function initialise(tool: TerraformTool, folder: string): Promise<TerraformAnswer> {
  const answer = await terraform(tool, folder, ["init", "-no-color", "-input=false"]);
  if (answer.exitCode === 0) await forgetHashes(tool, join(folder, ".terraform.lock.hcl"));
  return answer;
}

async function forgetHashes({ confinement }: TerraformTool, lockFile: string): Promise<void> {
  // A configuration without providers has none.
  const text = await readOf(lockFile).catch(() => undefined);
  if (text !== undefined)
    await writeOver(confinement, lockFile, text.replace(/^ {2}hashes = \[$[^\]]*^ {2}\]$\n/gm, ""));
}
