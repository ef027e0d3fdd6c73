import type { VaultStage } from "../../harness/engine/index.ts";

/** The mounts at which Vault was asked for a login, each once. */
export async function pathsAsked(vault: VaultStage): Promise<readonly string[]> {
  const paths = (await vault.logins()).map((login) => login.path.slice("auth/".length, -"/login".length));
  return [...new Set(paths)];
}

export async function otherPathsAsked(vault: VaultStage, own: string): Promise<readonly string[]> {
  return (await pathsAsked(vault)).filter((path) => path !== own);
}
