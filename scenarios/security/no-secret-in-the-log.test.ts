import { expect, scenario } from "../../harness/engine/index.ts";

const roles = { accepted: {}, refused: { boundAudiences: ["https://elsewhere.example"] } };

scenario(
  "SEC-01",
  "Neither the JWT nor the Vault token is in the startup log",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder }) => {
    for (const options of Object.values(roles)) {
      const role = await vault.role(options);

      const workspace = await coder.start({ role: role.name });

      const issued = (await vault.logins()).flatMap((login) => login.issued ?? []);
      for (const secret of [workspace.jwt, workspace.jwt.split(".")[2] ?? workspace.jwt, ...issued]) {
        expect(workspace.script.log.includes(secret), "a secret is in the startup log").toBe(false);
      }
    }
  },
);
