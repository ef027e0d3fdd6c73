import { realCli, type Stage, type StartOptions } from "../../harness/engine/index.ts";
import { standInProgram } from "../../harness/releases/index.ts";

/** Prepares a workspace whose image has this version of the CLI. */
export function withInstalled(version: string): Pick<StartOptions, "before"> {
  const program = standInProgram(version, { os: "linux", arch: "amd64" }, realCli);
  return { before: (machine) => machine.writeFile("/usr/local/bin/vault", program, { mode: 0o755, owner: "root" }) };
}

/** What a new terminal says to `vault version`, such as `1.17.5`. */
export async function versionIn(workspace: Awaited<ReturnType<Stage["coder"]["start"]>>): Promise<string | undefined> {
  const answer = await workspace.shell("vault version");
  return /^Vault v(\S+)/m.exec(answer.stdout)?.[1];
}
