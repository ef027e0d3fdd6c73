import { expect, type Role, type Stage, type Workspace } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenOf } from "../token.ts";

/** The start has succeeded, and new terminals have a token that this workspace's JWT was exchanged for. */
export async function expectAccepted(
  workspace: Workspace,
  role: Role,
  { vault, assume }: Pick<Stage, "vault" | "assume">,
): Promise<void> {
  assume(aGoodStart);
  expect(workspace.script).toHaveSucceeded();
  expect(await tokenOf(workspace, vault), "the token of a new terminal").toMatchObject({
    path: `auth/${role.mount.path}/login`,
    meta: { role: role.name, workspace_name: workspace.name },
  });
}
