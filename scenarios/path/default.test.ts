import { expect, scenario } from "../../harness/engine/index.ts";

scenario("PATH-01", "The default mount is jwt", { tokens: ["oidc", "custom"] }, async ({ vault, coder }) => {
  const role = await vault.role({ mount: await vault.mount("jwt") });

  const workspace = await coder.start({ role: role.name });

  expect(workspace.script).toHaveSucceeded();
  expect((await vault.logins()).map((login) => login.path)).toEqual(["auth/jwt/login"]);
});
