import { expect, scenario } from "../../harness/engine/index.ts";
import { expectVersion } from "./cli.ts";

scenario("CLI-01", "An exact version is installed", { inputs: ["vault_cli_version"] }, async ({ vault, coder }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, inputs: { vault_cli_version: "1.17.5" } });

  expect(workspace.script).toHaveSucceeded();
  await expectVersion(workspace, "1.17.5");
});
