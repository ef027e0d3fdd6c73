import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart, aRefusal } from "../assumptions.ts";

const reasons = ["refused", "unresolved", "sealed", "failing", "silent"] as const;

scenario("LOGIN-07", async ({ vault, coder, assume }) => {
  assume(aGoodStart, aRefusal);
  const failsAt = async (address: string, step: string) => {
    // A script that has not ended after 60 s has failed the scenario here.
    const { script } = await coder.start({ role: "workspace", inputs: { vault_addr: address }, step });

    expect(script).toHaveFailed();
    expect(script.log).toMention(new URL(address).hostname);
  };

  await Promise.all(
    reasons.map(async (reason) => await failsAt(await vault.unavailable(reason), `Vault is ${reason}`)),
  );
});
