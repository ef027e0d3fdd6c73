import { expect, type Role, type VaultStage, type Workspace } from "../../harness/engine/index.ts";

const capabilities = '["create", "read", "update", "delete", "list"]';

/** The README's templated policy, without `subscribe`, which only servers with events take. */
export async function readmeRole(vault: VaultStage): Promise<Role> {
  await vault.kv("kv");
  const mount = await vault.mount("jwt");
  const metadata = `identity.entity.aliases.${mount.accessor}.metadata`;
  const own = `app/coder/{{${metadata}.owner_name}}/{{${metadata}.workspace_name}}`;
  await vault.policy(
    "workspace",
    ["data", "metadata"].map((kind) => `path "kv/${kind}/${own}" { capabilities = ${capabilities} }`).join("\n"),
  );
  return await vault.role({ mount, policies: ["workspace"] });
}

/** Every verb of the README's policy, by its name. */
export const verbs = {
  create: (path: string) => `vault kv put -mount=kv ${path} a=1`,
  read: (path: string) => `vault kv get -mount=kv ${path}`,
  update: (path: string) => `vault kv put -mount=kv ${path} a=2`,
  list: (path: string) => `vault list kv/metadata/${path}`,
  delete: (path: string) => `vault kv delete -mount=kv ${path}`,
} as const;

/** Where the README's policy lets a workspace keep its secret. */
export function ownPath(workspace: Pick<Workspace, "name" | "owner">): string {
  return `app/coder/${workspace.owner.name}/${workspace.name}`;
}

/** Every verb at this path is refused by Vault, and not for another reason. */
export async function expectDenied(workspace: Workspace, path: string): Promise<void> {
  for (const verb of Object.values(verbs)) {
    const answer = await workspace.shell(verb(path));
    expect(answer).toHaveFailed();
    expect(answer.output, answer.what).toMention("permission denied");
  }
}
