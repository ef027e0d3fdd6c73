import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { jwtsReceived } from "./jwts.ts";

scenario("LOGIN-03", async ({ vault, coder, site, assume }) => {
  const role = await vault.role();
  const owner = { oidcAccessToken: await site.issuer.accessToken(coder.owner) };

  const accepted = await coder.start({
    role: role.name,
    owner,
    step: "first start: Vault trusts the custom token alone",
  });

  await vault.mount("jwt", { trusts: "oidc" });

  const refused = await coder.start({
    role: role.name,
    owner,
    step: "second start: Vault trusts the OIDC token alone",
  });

  const own = [accepted.jwt, refused.jwt];
  const received = await jwtsReceived(vault);
  expectNoOther(received, own, "JWTs that Vault received");
  assume(aGoodStart);
  expect(received, "the JWTs that Vault received").toEqual(own);
});
