import { expect, scenario } from "../../harness/engine/index.ts";
import { jwtsReceived } from "./jwts.ts";

scenario("LOGIN-02", async ({ vault, coder }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name });

  const received = await jwtsReceived(vault);
  expect(received, "the JWTs that Vault received").toEqual([workspace.owner.oidcAccessToken]);
});
