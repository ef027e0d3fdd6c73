import { expect, scenario } from "../../harness/engine/index.ts";
import { createRedactor } from "../../harness/report/index.ts";

const roles = { accepted: {}, refused: { boundAudiences: ["https://elsewhere.example"] } };

scenario(
  "SEC-01",
  "Neither the JWT nor the Vault token is in the startup log",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder, releases }) => {
    for (const options of Object.values(roles)) await coder.start({ role: (await vault.role(options)).name });
    using _ = releases.publish([]);
    await coder.start({ role: (await vault.role()).name });

    // Finds secrets also when they are encoded, split over lines, or cut.
    const secrets = createRedactor();
    for (const { jwt } of coder.started) secrets.add("jwt", jwt);
    for (const { issued } of await vault.logins()) if (issued !== undefined) secrets.add("vault-token", issued);
    for (const { script } of coder.started) {
      expect(secrets.text(script.log) === script.log, "the startup log holds no secret").toBe(true);
    }
  },
);
