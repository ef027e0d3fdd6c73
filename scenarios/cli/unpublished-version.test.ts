import { expect, scenario } from "../../harness/engine/index.ts";
import { expectUntouched } from "./cli.ts";

scenario("CLI-06", async ({ vault, coder }) => {
  const role = await vault.role();

  const workspace = await coder.start({
    role: role.name,
    inputs: { vault_cli_version: "1.17.77" },
    cli: "1.16.3",
  });

  expect(workspace.script).toHaveFailed();
  expect(workspace.script.log).toMention("1.17.77");
  expect(workspace.script.log).not.toClaimSuccess();
  await expectUntouched(workspace, "1.16.3");
});
