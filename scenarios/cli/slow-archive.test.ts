import { scenario } from "../../harness/engine/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectVersion } from "./cli.ts";

scenario("CLI-01", "slow-archive", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();
  using _ = releases.misbehave("steady");

  const inputs = { vault_cli_version: "1.17.5" };
  const workspace = await coder.start({ role: role.name, inputs, cli: "none", step: "the archive takes 12 s" });

  await expectVersion(workspace, "1.17.5");
  assume(anInstall);
});
