import { expect, scenario } from "../../harness/engine/index.ts";

scenario(
  "LOGIN-04",
  "VAULT_ADDR is the input in every shell",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder }) => {
    const role = await vault.role();

    const workspace = await coder.start({ role: role.name });

    for (const open of [workspace.shell, workspace.command]) {
      const answer = await open('printf %s "$VAULT_ADDR"');
      expect(answer.stdout).toBe(vault.address);
    }
  },
);
