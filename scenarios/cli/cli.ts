import { expect, realCli, type StartOptions, type Workspace } from "../../harness/engine/index.ts";
import { standInProgram } from "../../harness/releases/index.ts";

/** Prepares a workspace whose image has this version of the CLI. */
export function withInstalled(version: string): Pick<StartOptions, "before"> {
  const program = standInProgram(version, { os: "linux", arch: "amd64" }, realCli);
  return { before: (machine) => machine.writeFile("/usr/local/bin/vault", program, { mode: 0o755, owner: "root" }) };
}

/** Wants a new terminal to say this version to `vault version`, such as `1.17.5`. */
export async function expectVersion(workspace: Workspace, version: string): Promise<void> {
  const answer = await workspace.shell("vault version");
  const said = /^Vault v(\S+)/m.exec(answer.stdout)?.[1] ?? answer.output;
  expect(said, `the version that ${answer.what} says`).toBe(version);
}
