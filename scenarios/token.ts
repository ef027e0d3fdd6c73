import { expect, failAs, type VaultStage, type Workspace } from "../harness/engine/index.ts";

/** What Vault says to the CLI of a new terminal about its token; whatever else the terminal prints stands around it. */
export async function lookedUpByCli(workspace: Workspace): Promise<unknown> {
  const lookup = await workspace.shell("vault token lookup -format=json");
  expect(lookup).toHaveSucceeded();
  const answers = [...lookup.stdout.matchAll(/^\{[\s\S]*?^\}/gm)].flatMap(([text]) => dataIn(text));
  return answers.at(-1) ?? failAs(`${lookup.what} to show a token`, `it printed:\n${lookup.output.trim()}`);
}

/** The token that the CLI would take in a new terminal: VAULT_TOKEN's, else that of `~/.vault-token`; `""` for none. */
export async function tokenIn(workspace: Workspace): Promise<string> {
  const { stdout } = await workspace.shell(`printf 'held:%s\\n' "\${VAULT_TOKEN:-$(cat ~/.vault-token 2>/dev/null)}"`);
  return /^held:(\S+)/m.exec(stdout)?.[1] ?? "";
}

/** What Vault knows of the token in a new terminal. */
export async function tokenOf(workspace: Workspace, vault: VaultStage): Promise<unknown> {
  const token = await tokenIn(workspace);
  return (
    (token === "" ? undefined : await vault.lookup(token)) ?? failAs("a new terminal to have a token", "it has none")
  );
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
