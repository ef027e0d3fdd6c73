import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";

scenario("START-06", "only-vault-gets-the-jwt", async ({ vault, coder, site, assume }) => {
  const role = await vault.role();
  const { addresses, hostsWith } = await site.redirectingVault();

  for (const vault_addr of Object.values(addresses)) {
    const { jwt } = await coder.start({ role: role.name, inputs: { vault_addr }, step: vault_addr });

    expect(hostsWith(jwt), `hosts that were sent the JWT, with vault_addr ${vault_addr}`).toEqual([]);
  }
  assume(aGoodStart);
});
