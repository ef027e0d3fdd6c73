import { expect, scenario } from "../../harness/engine/index.ts";
import { pathsAsked } from "./paths.ts";

const inputs = { vault_jwt_auth_path: "oidc" };

scenario("PATH-03", async ({ vault, coder, token }) => {
  const other = token === "oidc" ? "custom" : "oidc";
  const role = await vault.role({ name: "workspace", mount: await vault.mount("oidc", { trusts: token }) });
  await vault.role({ name: "workspace", mount: await vault.mount("jwt", { trusts: other }) });

  const accepted = await coder.start({ role: role.name, inputs });

  expect(accepted.script).toHaveSucceeded();
  await vault.mount("oidc", { trusts: other });
  await vault.mount("jwt", { trusts: token });

  const refused = await coder.start({ role: role.name, inputs });

  expect(refused.script).toHaveFailed();
  expect(await pathsAsked(vault), "the mounts that were asked for a login").toEqual(["oidc"]);
});
