import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectLogin } from "./login.ts";

scenario("ENV-04", "upper-case-namespace", async ({ vault, coder, assume }) => {
  const namespace = "Platform-EU";
  const within = await vault.within(namespace);
  const role = await within.role();

  const workspace = await coder.start({ role: role.name, inputs: { vault_namespace: namespace } });

  assume(aGoodStart);
  await expectLogin(workspace, within, role);
});
