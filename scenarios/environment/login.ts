import { expect, type Role, type VaultStage, type Workspace } from "../../harness/engine/index.ts";
import { tokenOf, variableIn } from "../token.ts";

/** The start has succeeded, and the last token that Vault has issued is by this role. */
export async function expectIssued(workspace: Workspace, vault: VaultStage, role: Role): Promise<void> {
  expect(workspace.script).toHaveSucceeded();
  const token = (await vault.issued()).at(-1);
  const known = token === undefined ? undefined : await vault.lookup(token);
  expect(known, `the last token that Vault issued, after ${workspace.script.what}`).toMatchObject(loginBy(role));
}

/** The start has logged in by this role, and a new terminal has the token. */
export async function expectLogin(workspace: Workspace, vault: VaultStage, role: Role): Promise<void> {
  expect(workspace.script).toHaveSucceeded();
  expect(await tokenOf(workspace, vault), `the token of a new terminal after ${workspace.script.what}`).toMatchObject(
    loginBy(role),
  );
}

/** The same, and the token is in VAULT_TOKEN, which profiles set. */
export async function expectVariable(workspace: Workspace, vault: VaultStage, role: Role): Promise<void> {
  expect(workspace.script).toHaveSucceeded();
  const token = await variableIn(workspace);
  const known = token === "" ? undefined : await vault.lookup(token);
  expect(known, `VAULT_TOKEN in a new terminal after ${workspace.script.what}`).toMatchObject(loginBy(role));
}

function loginBy({ name, mount }: Role) {
  return { path: `auth/${mount.path}/login`, meta: { role: name } };
}
