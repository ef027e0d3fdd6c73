import { expect, type VaultStage, type Workspace } from "../harness/engine/index.ts";
import { tokenIn } from "./token.ts";

/** Vault has issued no token for this workspace's JWT, and a new terminal has none that works. */
export async function expectNoLogin(workspace: Workspace, vault: VaultStage): Promise<void> {
  const logins = (await vault.logins()).filter(({ data }) => String(data.jwt).trim() === workspace.jwt);
  expect(logins.flatMap(({ accessor }) => accessor ?? []).length, "tokens that Vault issued for this JWT").toBe(0);
  const token = await tokenIn(workspace);
  const works = token !== "" && (await vault.lookup(token)) !== undefined;
  expect(works ? "a token that Vault knows" : "none", "the token of a new terminal").toBe("none");
}
