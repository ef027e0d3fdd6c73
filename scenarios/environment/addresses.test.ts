import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectIssued } from "./login.ts";

scenario("ENV-03", "addresses", async ({ vault, coder, site, assume }) => {
  const role = await vault.role();
  assume(aGoodStart);
  const { withoutPort, withPath, plain } = (await site.gateway()).addresses;

  for (const vault_addr of [`${vault.address}/`, withoutPort, withPath, `${withPath}/`, plain]) {
    const workspace = await coder.start({ role: role.name, inputs: { vault_addr }, step: vault_addr });

    await expectIssued(workspace, vault, role);
  }
});
