import { expect, leaks, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";

const starts = ["the first start", "a restart", "a refused login", "no CLI to download"];

scenario("SEC-01", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();
  const elsewhere = await vault.role({ boundAudiences: ["https://elsewhere.example"] });
  const first = await coder.start({ role: role.name, cli: "none" });
  await coder.start({ role: role.name, restarts: first });
  await coder.start({ role: elsewhere.name, restarts: first });
  using _ = releases.publish([]);
  await coder.start({ role: role.name, cli: "none" });

  const logins = await vault.logins();
  const accepted = logins.filter(({ refusal }) => refusal === undefined);
  const secrets = {
    jwt: coder.started.map(({ jwt }) => jwt),
    "vault-token": accepted.flatMap(({ issued }) => issued ?? []),
  };
  for (const [at, what] of starts.entries()) {
    const log = coder.started[at]?.script.log ?? "";
    expect(leaks(log, secrets), `secrets in the startup log (${what})`).toEqual([]);
  }
  assume(aGoodStart);
  expect(accepted.length, "logins that Vault accepted, so that there was a token to print").toBeGreaterThan(0);
});
