import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectLogin } from "./login.ts";

scenario("ENV-08", "no-release-server", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();
  const inputs = { vault_cli_version: "1.17.5" };

  const workspace = await (async () => {
    using _ = releases.misbehave("down");
    return await coder.start({ role: role.name, inputs, cli: "1.17.5" });
  })();

  assume(aGoodStart);
  await expectLogin(workspace, vault, role);
});
