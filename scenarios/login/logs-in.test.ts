import { expect, scenario } from "../../harness/engine/index.ts";

scenario("LOGIN-01", "A valid token and role log in", { tokens: ["oidc", "custom"] }, async ({ vault, coder }) => {
  await vault.policy("reader", 'path "kv/data/x" { capabilities = ["read"] }');
  const role = await vault.role({ policies: ["reader"], ttl: 1800 });

  const workspace = await coder.start({ role: role.name });

  expect(workspace.script).toHaveSucceeded();
  const lookup = await workspace.shell("vault token lookup -format=json");
  expect(lookup).toHaveSucceeded();
  expect(JSON.parse(lookup.stdout).data).toMatchObject({
    path: "auth/jwt/login",
    policies: ["default", "reader"],
    creation_ttl: 1800,
    meta: { role: role.name },
  });
});
