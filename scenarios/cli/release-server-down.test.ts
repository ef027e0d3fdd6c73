import { expect, scenario } from "../../harness/engine/index.ts";
import { linesBeyond } from "../../harness/engine/logs/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectUntouched } from "./cli.ts";

const troubles = ["down", "5xx", "slow", "stalled"] as const;

scenario("CLI-09", async ({ vault, coder, releases, assume, logOf }) => {
  const good = await (async () => {
    using _ = await releases.takeTurn(undefined);
    return await logOf(anInstall);
  })();
  const other = await vault.another();
  const role = await other.role();
  assume(anInstall);

  for (const trouble of troubles) {
    using _ = await releases.takeTurn(trouble);
    // A script that has not ended after 120 s has failed the scenario here.
    const workspace = await coder.start({
      role: role.name,
      inputs: { vault_addr: other.address, vault_cli_version: "1.17.5" },
      cli: "1.16.3",
      patience: { script: 120_000 },
      step: `the release server is ${trouble}`,
    });

    await expectUntouched(workspace, "1.16.3");
    expect(workspace.script).toHaveFailed();
    const { log } = workspace.script;
    expect(linesBeyond(log, good), `what the log says when the release server is ${trouble}`).not.toEqual([]);
    expect(log, "the log, which names the release server or the version").toMatch(/releases\.hashicorp\.com|1\.17\.5/);
  }
});
