import { expect, scenario } from "../../harness/engine/index.ts";
import { jwtsReceived } from "./jwts.ts";

scenario("LOGIN-03", async ({ vault, coder, site }) => {
  const role = await vault.role();
  const owner = { oidcAccessToken: await site.issuer.accessToken(coder.owner) };

  const accepted = await coder.start({ role: role.name, owner });

  expect(accepted.script).toHaveSucceeded();
  await vault.mount("jwt", { trusts: "oidc" });

  const refused = await coder.start({ role: role.name, owner });

  expect(refused.script).toHaveFailed();
  expect(await jwtsReceived(vault), "the JWTs that Vault received").toEqual([accepted.jwt, refused.jwt]);
});
