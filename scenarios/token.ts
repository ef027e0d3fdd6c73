import { expect, failAs, type VaultStage, type Workspace } from "../harness/engine/index.ts";

/** What Vault says to the CLI of a new terminal about its token; whatever else the terminal prints stands around it. */
export async function lookedUpByCli(workspace: Workspace): Promise<unknown> {
  const lookup = await workspace.shell("vault token lookup -format=json");
  expect(lookup).toHaveSucceeded();
  const answers = [...lookup.stdout.matchAll(/^\{[\s\S]*?^\}/gm)].flatMap(([text]) => dataIn(text));
  return answers.at(-1) ?? failAs(`${lookup.what} to show a token`, `it printed:\n${lookup.output.trim()}`);
}

/** The CLI is asked last: a person's token helper may keep a token anywhere, and a module need not install a CLI. */
const stored = `cat ~/.vault-token 2>/dev/null || [ -n "$VAULT_TOKEN" ] || vault print token 2>/dev/null`;
const show = `printf 'held:%s\\n' "$VAULT_TOKEN" "$(${stored})"`;

/** The token that the CLI would take in a new terminal: VAULT_TOKEN's, else the stored one; `""` for none. */
export async function tokenIn(workspace: Workspace): Promise<string> {
  const [token = ""] = shownIn(await workspace.shell(show));
  return token;
}

/** The tokens that new shells of every kind hold: VAULT_TOKEN's, and the one that is stored for the CLI. */
export async function tokensHeld(workspace: Workspace): Promise<readonly string[]> {
  const answers = await Promise.all([workspace.shell(show), workspace.command(show)]);
  return [...new Set(answers.flatMap(shownIn))];
}

/** VAULT_TOKEN of a new terminal; `""` for none. */
export async function variableIn(workspace: Workspace): Promise<string> {
  const [token = ""] = shownIn(await workspace.shell(`printf 'held:%s\\n' "$VAULT_TOKEN"`));
  return token;
}

/** Those of them that Vault knows. */
export async function knownTokensIn(workspace: Workspace, vault: VaultStage): Promise<readonly string[]> {
  const held = await tokensHeld(workspace);
  const known = await Promise.all(held.map((token) => vault.lookup(token)));
  return held.filter((_, at) => known[at] !== undefined);
}

/** What Vault knows of the token in a new terminal. */
export async function tokenOf(workspace: Workspace, vault: VaultStage): Promise<unknown> {
  const token = await tokenIn(workspace);
  return (
    (token === "" ? undefined : await vault.lookup(token)) ?? failAs("a new terminal to have a token", "it has none")
  );
}

function shownIn({ stdout }: { readonly stdout: string }): readonly string[] {
  return [...stdout.matchAll(/^held:(\S+)/gm)].map(([, token]) => token ?? "");
}

function dataIn(text: string): unknown[] {
  try {
    return [JSON.parse(text).data];
  } catch {
    return [];
  }
}
