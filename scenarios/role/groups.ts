import type { VaultStage } from "../../harness/engine/index.ts";

/** The README's way to map the owner's group to a role. */
export const firstGroup = { expression: "data.coder_workspace_owner.me.groups[0]" } as const;

/** A role for each group, each with a policy of its own. */
export async function roleForEach(vault: VaultStage, groups: readonly string[]): Promise<void> {
  for (const group of groups) {
    await vault.policy(`${group}-policy`, `path "kv/data/${group}" { capabilities = ["read"] }`);
    await vault.role({ name: group, policies: [`${group}-policy`] });
  }
}

/** Where tokens of each kind name their owner's groups. */
export const groupsClaim = { oidc: "groups", custom: "owner_groups" } as const;
