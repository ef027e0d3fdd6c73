import { expect, realCli, type StartOptions, type Workspace } from "../../harness/engine/index.ts";
import { standInProgram } from "../../harness/releases/index.ts";

const installedAt = "/usr/local/bin/vault";

/** Prepares a workspace whose image has this version of the CLI. */
export function withInstalled(version: string): Pick<StartOptions, "before"> {
  const program = programOf(version);
  return { before: (machine) => machine.writeFile(installedAt, program, { mode: 0o755, owner: "root" }) };
}

function programOf(version: string): string {
  return standInProgram(version, { os: "linux", arch: "amd64" }, realCli);
}

/** Wants a new terminal to say this version to `vault version`, such as `1.17.5`. */
export async function expectVersion(workspace: Workspace, version: string): Promise<void> {
  const answer = await workspace.shell("vault version");
  const said = /^Vault v(\S+)/m.exec(answer.stdout)?.[1] ?? answer.output;
  expect(said, `the version that ${answer.what} says`).toBe(version);
}

/** Wants the CLI of {@link withInstalled} to be what it was, byte for byte, and what a new terminal finds. */
export async function expectUntouched(workspace: Workspace, version: string): Promise<void> {
  await expectVersion(workspace, version);
  const now = String(await workspace.machine.readFile(installedAt));
  expect(now === programOf(version), "the installed CLI is the one that was there").toBe(true);
}
