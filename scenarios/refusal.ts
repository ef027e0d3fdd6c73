import { expect, type VaultStage, type Workspace } from "../harness/engine/index.ts";
import { tokenIn } from "./token.ts";

/** The start has failed, does not claim otherwise, and has left no token that could be used. */
export async function expectNoLogin(workspace: Workspace, vault: VaultStage): Promise<void> {
  expect(workspace.script).toHaveFailed();
  expect(workspace.script.log).not.toClaimSuccess();
  const token = await tokenIn(workspace);
  expect(token === "" ? undefined : await vault.lookup(token), "what Vault knows of a new terminal's token").toBe(
    undefined,
  );
  // Tokens come from Vault alone: one that it has not given is in no file either.
  const logins = (await vault.logins()).filter(({ data }) => String(data.jwt).trim() === workspace.jwt);
  expect(logins.flatMap(({ issued }) => issued ?? []).length, "tokens that Vault issued for this JWT").toBe(0);
}

/** Vault has refused the login, and the start says why: what LOGIN-06 asks for. */
export async function expectRefused(workspace: Workspace, vault: VaultStage): Promise<void> {
  await expectNoLogin(workspace, vault);
  expect(workspace.script.log).toMention(await vault.lastRefusal());
}
