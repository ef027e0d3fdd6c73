import { expect, scenario } from "../../harness/engine/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectUntouched } from "./cli.ts";

scenario("CLI-11", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();
  using _ = releases.misbehave("wrong-checksum");

  for (const vault_cli_version of ["1.17.5", "latest"]) {
    const workspace = await coder.start({
      role: role.name,
      inputs: { vault_cli_version },
      cli: "1.16.3",
      step: `vault_cli_version = ${vault_cli_version}`,
    });

    await expectUntouched(workspace, "1.16.3");
    expect(workspace.script).toHaveFailed();
  }
  assume(anInstall);
});
