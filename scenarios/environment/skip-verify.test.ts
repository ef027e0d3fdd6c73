import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";

scenario("ENV-01", "skip-verify", async ({ vault, coder, assume }) => {
  const unknown = await vault.another({ certificate: "untrusted" });
  const role = await unknown.role();

  const workspace = await coder.start({
    role: role.name,
    inputs: { vault_addr: unknown.address },
    environment: { VAULT_SKIP_VERIFY: "true", BAO_SKIP_VERIFY: "true" },
  });

  expect(await unknown.logins(), "the logins that reached a Vault which is not trusted").toEqual([]);
  assume(aGoodStart);
  expect(workspace.script).toHaveFailed();
});
