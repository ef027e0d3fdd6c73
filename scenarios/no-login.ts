import { expect, type VaultStage, type Workspace } from "../harness/engine/index.ts";
import { tokenIn } from "./token.ts";

/** Vault has issued no token for this workspace's JWT, and a new terminal has none that works. */
export async function expectNoLogin(workspace: Workspace, vault: VaultStage): Promise<void> {
  const logins = (await vault.logins()).filter(({ data }) => String(data.jwt).trim() === workspace.jwt);
  expect(logins.flatMap(({ issued }) => issued ?? []).length, "tokens that Vault issued for this JWT").toBe(0);
  const token = await tokenIn(workspace);
  expect(token === "" ? undefined : await vault.lookup(token), "what Vault knows of a new terminal's token").toBe(
    undefined,
  );
}
