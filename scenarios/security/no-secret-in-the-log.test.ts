import { expect, scenario } from "../../harness/engine/index.ts";
import { createRedactor } from "../../harness/report/index.ts";

const starts = ["the first start", "a restart", "a refused login", "no CLI to download"];

scenario(
  "SEC-01",
  "Neither the JWT nor the Vault token is in the startup log",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder, releases }) => {
    const role = await vault.role();
    const elsewhere = await vault.role({ boundAudiences: ["https://elsewhere.example"] });
    const first = await coder.start({ role: role.name });
    await coder.start({ role: role.name, restarts: first });
    await coder.start({ role: elsewhere.name, restarts: first });
    using _ = releases.publish([]);
    await coder.start({ role: role.name });

    const logins = await vault.logins();
    const accepted = logins.filter(({ refusal }) => refusal === undefined);
    expect(accepted.length, "logins that Vault accepted, so that there was a token to print").toBeGreaterThan(0);
    // Finds secrets also when they are encoded, split over lines, or cut.
    const secrets = createRedactor();
    for (const { jwt } of coder.started) secrets.add("jwt", jwt);
    for (const { issued } of accepted) if (issued !== undefined) secrets.add("vault-token", issued);
    for (const [at, what] of starts.entries()) {
      const log = coder.started[at]?.script.log ?? "";
      expect(leaks(log, secrets.text(log)), `secrets in the startup log (${what})`).toEqual([]);
    }
  },
);

/** The places of a log from which something was taken out, each with what stands before it. */
function leaks(log: string, redacted: string): readonly string[] {
  return redacted === log ? [] : (redacted.match(/[^\n]{0,60}<redacted:[^>]*>/g) ?? [redacted]);
}
