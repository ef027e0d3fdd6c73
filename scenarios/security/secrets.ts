import { findSecrets, type SecretFile, type VaultStage, type Workspace } from "../../harness/engine/index.ts";

/** Every file of a workspace that holds its JWT, a token that Vault has given, or one of these. */
export async function filesWithSecrets(
  workspace: Workspace,
  vault: VaultStage,
  tokens: readonly string[] = [],
): Promise<readonly SecretFile[]> {
  return await findSecrets(workspace.machine, [workspace.jwt, ...(await vault.issued()), ...tokens]);
}

/** Those of them that are in a folder for temporary files. */
export async function temporarySecrets(workspace: Workspace, vault: VaultStage): Promise<readonly string[]> {
  const files = await filesWithSecrets(workspace, vault);
  return files.map(({ path }) => path).filter((path) => /^\/(tmp|var\/tmp|dev\/shm|run)\//.test(path));
}
