import { expect, scenario } from "../../harness/engine/index.ts";
import { linesBeyond } from "../../harness/engine/logs/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectUntouched } from "./cli.ts";

scenario("CLI-06", async ({ vault, coder, assume, logOf }) => {
  const good = await logOf(anInstall);
  const role = await vault.role();

  const workspace = await coder.start({
    role: role.name,
    inputs: { vault_cli_version: "1.17.77" },
    cli: "1.16.3",
  });

  await expectUntouched(workspace, "1.16.3");
  assume(anInstall);
  expect(workspace.script).toHaveFailed();
  expect(workspace.script.log).toMention("1.17.77");
  expect(linesBeyond(workspace.script.log, good), "what the log says of this version alone").not.toEqual([]);
});
