import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart, anInstall } from "../assumptions.ts";
import { expectUntouched } from "../cli/cli.ts";
import { temporarySecrets } from "./secrets.ts";

const signals = ["HUP", "INT", "TERM"] as const;
const inputs = { vault_cli_version: "1.17.5" };

scenario("SEC-07", async ({ vault, coder, releases, site, assume }) => {
  const role = await vault.role();

  for (const signal of signals) {
    using _ = releases.misbehave("stalled");
    const interruption = { signal, when: () => releases.requested(/\.zip$/) };
    const workspace = await coder.start({ role: role.name, inputs, interruption, cli: "1.16.3" });

    await expectUntouched(workspace, "1.16.3");
    expect(await temporarySecrets(workspace, vault), `secrets in temporary files after ${signal}`).toEqual([]);
  }
  const broken = await site.brokenVault();
  const workspace = await coder.start({
    role: role.name,
    inputs: { ...inputs, vault_addr: broken.addresses.silent },
    interruption: { signal: "TERM", when: broken.requested },
  });

  expect(
    await temporarySecrets(workspace, vault),
    "secrets in temporary files after the login was interrupted",
  ).toEqual([]);
  assume(aGoodStart, anInstall);
});
