import { expect, scenario } from "../../harness/engine/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectUntouched } from "./cli.ts";

const damages = ["truncated", "corrupt"] as const;

scenario("CLI-08", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();

  for (const damage of damages) {
    using _ = releases.misbehave(damage);
    const workspace = await coder.start({
      role: role.name,
      inputs: { vault_cli_version: "1.17.5" },
      cli: "1.16.3",
      step: `the archive is ${damage}`,
    });

    await expectUntouched(workspace, "1.16.3");
    expect(workspace.script).toHaveFailed();
  }
  assume(anInstall);
});
