import { expect, scenario } from "../../harness/engine/index.ts";
import { lookedUpByCli } from "../token.ts";

scenario("LOGIN-01", async ({ vault, coder }) => {
  await vault.policy("reader", 'path "kv/data/x" { capabilities = ["read"] }');
  const role = await vault.role({ name: "coder", policies: ["reader"], ttl: 1800 });

  const workspace = await coder.start({ example: "default" });

  expect(workspace.script).toHaveSucceeded();
  expect(await lookedUpByCli(workspace), "the token of a new terminal").toMatchObject({
    path: "auth/jwt/login",
    policies: ["default", "reader"],
    creation_ttl: 1800,
    meta: { role: role.name },
  });
});
