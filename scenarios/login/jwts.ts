import type { VaultStage } from "../../harness/engine/index.ts";

/** The JWTs that logins gave to Vault, each once, in order. A line end, as standard input adds one, is no part of a JWT. */
export async function jwtsReceived(vault: VaultStage): Promise<readonly string[]> {
  const received = (await vault.logins()).map((login) => String(login.data.jwt).trim());
  return [...new Set(received)];
}
