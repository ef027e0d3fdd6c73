import { expect, scenario } from "../../harness/engine/index.ts";

scenario(
  "LOGIN-03",
  "A custom token wins over a valid OIDC token",
  { tokens: ["custom"], inputs: ["vault_jwt_token"] },
  async ({ vault, coder, site }) => {
    const role = await vault.role();
    const oidcAccessToken = await site.issuer.accessToken(coder.owner);

    const workspace = await coder.start({ role: role.name, owner: { oidcAccessToken } });

    expect(workspace.script).toHaveSucceeded();
    const received = (await vault.logins()).map((login) => login.data.jwt);
    expect(new Set(received)).toEqual(new Set([workspace.jwt]));
  },
);
