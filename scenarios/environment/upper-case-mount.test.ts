import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectLogin } from "./login.ts";

scenario("ENV-04", "upper-case-mount", async ({ vault, coder, assume }) => {
  const path = "Corp/JWT-EU";
  const role = await vault.role({ mount: await vault.mount(path) });

  const workspace = await coder.start({ role: role.name, inputs: { vault_jwt_auth_path: path } });

  assume(aGoodStart);
  await expectLogin(workspace, vault, role);
});
