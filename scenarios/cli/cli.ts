import { cliProgram, expect, installedCli, type Workspace } from "../../harness/engine/index.ts";

/** Wants a new terminal to say this version to `vault version`, such as `1.17.5`. */
export async function expectVersion(workspace: Workspace, version: string): Promise<void> {
  const answer = await workspace.shell("vault version");
  const said = /^Vault v([^\s,]+)/m.exec(answer.stdout)?.[1] ?? answer.output;
  expect(said, `the version that ${answer.what} says`).toBe(version);
}

/** Wants the CLI of the image to be what it was, byte for byte, and what a new terminal finds. */
export async function expectUntouched(workspace: Workspace, version: string): Promise<void> {
  await expectVersion(workspace, version);
  const now = String(await workspace.machine.readFile(installedCli));
  expect(now === cliProgram(version), "the installed CLI is the one that was there").toBe(true);
}
