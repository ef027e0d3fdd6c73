import { expect, scenario } from "../../harness/engine/index.ts";
import { expectUntouched } from "./cli.ts";

const troubles = ["down", "5xx", "slow", "stalled"] as const;

// The script's own time is the bound: one that has not ended after a minute has none.
scenario("CLI-09", async ({ vault, coder, releases }) => {
  const role = await vault.role();

  for (const trouble of troubles) {
    using _ = releases.misbehave(trouble);
    const workspace = await coder.start({
      role: role.name,
      inputs: { vault_cli_version: "1.17.5" },
      cli: "1.16.3",
    });

    expect(workspace.script).toHaveFailed();
    expect(workspace.script.log, `the log when the release server is ${trouble}`).toMatch(
      /releases\.hashicorp\.com|download|fetch|release server|retriev/i,
    );
    expect(workspace.script.log).not.toClaimSuccess();
    await expectUntouched(workspace, "1.16.3");
  }
});
