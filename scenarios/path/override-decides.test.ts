import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { jwtsReceived } from "../login/jwts.ts";
import { expectNoLogin } from "../no-login.ts";
import { expectNoOther } from "../no-other.ts";
import { pathsAsked } from "./paths.ts";

const inputs = { vault_jwt_auth_path: "oidc" };

scenario("PATH-03", async ({ vault, coder, token, assume }) => {
  const other = token === "oidc" ? "custom" : "oidc";
  const role = await vault.role({ name: "workspace", mount: await vault.mount("oidc", { trusts: token }) });
  await vault.role({ name: "workspace", mount: await vault.mount("jwt", { trusts: other }) });

  const accepted = await coder.start({
    role: role.name,
    inputs,
    step: "first start: oidc trusts the token, jwt does not",
  });
  await vault.mount("oidc", { trusts: other });
  await vault.mount("jwt", { trusts: token });

  const refused = await coder.start({
    role: role.name,
    inputs,
    step: "second start: jwt trusts the token, oidc does not",
  });

  expectNoOther(await pathsAsked(vault), ["oidc"], "mounts that were asked for a login");
  await expectNoLogin(refused, vault);
  assume(aGoodStart);
  expect(await jwtsReceived(vault), "the JWTs that Vault received").toEqual([accepted.jwt, refused.jwt]);
  expect(accepted.script).toHaveSucceeded();
});
