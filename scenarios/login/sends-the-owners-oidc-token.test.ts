import { expect, scenario } from "../../harness/engine/index.ts";

scenario(
  "LOGIN-02",
  "Vault receives exactly the owner's OIDC access token",
  { tokens: ["oidc"] },
  async ({ vault, coder }) => {
    const role = await vault.role();

    const workspace = await coder.start({ role: role.name });

    const received = (await vault.logins()).map((login) => login.data.jwt);
    expect(new Set(received)).toEqual(new Set([workspace.owner.oidcAccessToken]));
  },
);
