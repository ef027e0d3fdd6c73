import type { VaultStage } from "../../harness/engine/index.ts";

/** The mounts at which Vault was asked for a login, each once. */
export async function pathsAsked(vault: VaultStage): Promise<readonly string[]> {
  const paths = (await vault.logins()).map((login) => login.path.slice("auth/".length, -"/login".length));
  return [...new Set(paths)];
}
