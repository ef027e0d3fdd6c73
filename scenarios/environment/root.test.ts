import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectLogin } from "./login.ts";

scenario("ENV-02", "root", async ({ vault, coder, assume }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, person: "root" });

  assume(aGoodStart);
  await expectLogin(workspace, vault, role);
});
