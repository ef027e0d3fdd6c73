import { expect, scenario } from "../../harness/engine/index.ts";

const reasons = ["refused", "unresolved", "sealed", "failing", "silent"] as const;

scenario(
  "LOGIN-07",
  "A Vault that cannot be reached or answers no login fails the start in time",
  { tokens: ["oidc", "custom"], waits: true },
  async ({ vault, coder }) => {
    const starts = reasons.map(async (reason) => {
      const address = await vault.unavailable(reason);
      // A script that has not ended after 60 s has failed the scenario here.
      const { script } = await coder.start({ role: "workspace", inputs: { vault_addr: address } });
      return { script, address };
    });

    for (const { script, address } of await Promise.all(starts)) {
      expect(script).toHaveFailed();
      expect(script.log).toMention(new URL(address).hostname);
    }
  },
);
