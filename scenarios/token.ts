import { expect, failAs, type Workspace } from "../harness/engine/index.ts";

/** What Vault says about the token of a new terminal; whatever else the terminal prints stands around it. */
export async function tokenOf(workspace: Workspace): Promise<unknown> {
  const lookup = await workspace.shell("vault token lookup -format=json");
  expect(lookup).toHaveSucceeded();
  const answers = [...lookup.stdout.matchAll(/^\{[\s\S]*?^\}/gm)].flatMap(([text]) => dataIn(text));
  return answers.at(-1) ?? failAs(`${lookup.what} to show a token`, `it printed:\n${lookup.output.trim()}`);
}

/** VAULT_TOKEN as a new terminal has it. */
export async function vaultTokenOf(workspace: Workspace): Promise<string> {
  const answer = await workspace.shell("env | grep '^VAULT_TOKEN='");
  expect(answer).toHaveSucceeded();
  return answer.stdout.trimEnd().split("VAULT_TOKEN=").at(-1) ?? "";
}

function dataIn(text: string): unknown[] {
  try {
    return [JSON.parse(text).data];
  } catch {
    return [];
  }
}
