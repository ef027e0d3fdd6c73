import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TerraformAnswer, type TerraformTool, terraform } from "./terraform.ts";

/**
 * Runs `terraform init` in a folder. Providers that it has verified are not hashed again by every command of every
 * workspace, which took a twelfth of a build: what the lock file has no hashes of Terraform takes as it is.
 *
 * @throws HarnessFault `coder.terraform`
 */
export async function initialise(
  tool: TerraformTool,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<TerraformAnswer> {
  const answer = await terraform(tool, folder, ["init", "-no-color", "-input=false"], { environment });
  if (answer.exitCode === 0) await forgetHashes(join(folder, ".terraform.lock.hcl"));
  return answer;
}

async function forgetHashes(lockFile: string): Promise<void> {
  // A configuration without providers has none.
  const text = await readFile(lockFile, "utf8").catch(() => undefined);
  if (text !== undefined) await writeFile(lockFile, text.replace(/^ {2}hashes = \[$[^\]]*^ {2}\]$\n/gm, ""));
}
