import { expect, scenario } from "../../harness/engine/index.ts";
import { linesBeyond } from "../../harness/engine/logs/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectUntouched } from "./cli.ts";

scenario("CLI-06", async ({ vault, coder, releases, assume, logOf }) => {
  const good = await logOf(anInstall);
  const role = await vault.role();

  using _ = releases.publish(["1.16.3", "1.17.5", "1.17.78+ent", "1.17.78+ent.hsm"]);

  for (const vault_cli_version of ["1.17.77", "1.17.78"]) {
    const step = `vault_cli_version = ${vault_cli_version}`;
    const workspace = await coder.start({ role: role.name, inputs: { vault_cli_version }, cli: "1.16.3", step });

    await expectUntouched(workspace, "1.16.3");
    assume(anInstall);
    expect(workspace.script).toHaveFailed();
    expect(workspace.script.log).toMention(vault_cli_version);
    expect(linesBeyond(workspace.script.log, good), "what the log says of this version alone").not.toEqual([]);
  }
});
