import { expect, type Stage, type Workspace } from "../harness/engine/index.ts";
import { claimOfLogin } from "../harness/engine/logs/index.ts";
import { aGoodStart, aRefusal } from "./assumptions.ts";
import { expectNoLogin } from "./no-login.ts";

type Watched = Pick<Stage, "vault" | "assume" | "note">;

/** Vault has issued no token, and the start fails for that. */
export async function expectFailedStart(workspace: Workspace, { vault, assume, note }: Watched): Promise<void> {
  await expectNoLogin(workspace, vault);
  assume(aGoodStart, aRefusal);
  expect(workspace.script).toHaveFailed();
  const claim = claimOfLogin(workspace.script.log);
  if (claim !== undefined) note(`There was no login, but the log says "${claim}", which sounds like success.`);
}

/** Vault has refused the login, and the start says why: what LOGIN-06 asks for. */
export async function expectRefused(workspace: Workspace, stage: Watched): Promise<void> {
  await expectFailedStart(workspace, stage);
  expect(workspace.script.log).toGiveReason(await stage.vault.lastRefusal());
}
