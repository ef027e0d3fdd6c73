import type { Workspace } from "../../harness/engine/index.ts";

const show = `printf 'held:%s\\n' "$VAULT_TOKEN" "$(cat ~/.vault-token 2>/dev/null)"`;

/** The tokens that new shells of every kind hold: VAULT_TOKEN's, and that of the file in which the CLI looks. */
export async function tokensHeld(workspace: Workspace): Promise<readonly string[]> {
  const answers = await Promise.all([workspace.shell(show), workspace.command(show)]);
  const tokens = answers.flatMap(({ stdout }) => [...stdout.matchAll(/^held:(\S+)/gm)].map(([, token]) => token ?? ""));
  return [...new Set(tokens)];
}
