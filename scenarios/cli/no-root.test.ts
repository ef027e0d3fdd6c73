import { scenario } from "../../harness/engine/index.ts";
import { expectVersion } from "./cli.ts";

const images = ["none", "1.16.3"];

scenario("CLI-05", async ({ vault, coder }) => {
  const role = await vault.role();

  for (const cli of images) {
    const workspace = await coder.start({
      role: role.name,
      inputs: { vault_cli_version: "1.17.5" },
      machine: { without: ["sudo"] },
      cli,
      step: `the image's CLI: ${cli}`,
    });

    await expectVersion(workspace, "1.17.5");
  }
});
