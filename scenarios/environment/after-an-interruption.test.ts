import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart, anInstall } from "../assumptions.ts";
import { expectVersion } from "../cli/cli.ts";
import { expectLogin } from "./login.ts";

const inputs = { vault_cli_version: "1.17.5" };

scenario("ENV-06", "after-an-interruption", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();
  assume(aGoodStart, anInstall);

  for (const signal of ["TERM", "KILL"] as const) {
    const interrupted = await (async () => {
      using _ = releases.misbehave("stalled");
      const interruption = { signal, when: () => releases.requested(/\.zip$/) };
      return await coder.start({ role: role.name, inputs, interruption, cli: "1.16.3", step: `ended by ${signal}` });
    })();
    const workspace = await coder.start({ role: role.name, again: interrupted, step: `again after ${signal}` });

    await expectLogin(workspace, vault, role);
    await expectVersion(workspace, "1.17.5");
  }
});
