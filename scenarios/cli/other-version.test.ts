import { scenario } from "../../harness/engine/index.ts";
import { expectVersion } from "./cli.ts";

const installed = { older: "1.13.1", newer: "1.20.0", alikeInText: "1.17.50" };

scenario("CLI-04", async ({ vault, coder }) => {
  const role = await vault.role();

  for (const version of Object.values(installed)) {
    const workspace = await coder.start({
      role: role.name,
      inputs: { vault_cli_version: "1.17.5" },
      cli: version,
      step: `the image has ${version}`,
    });

    await expectVersion(workspace, "1.17.5");
  }
});
