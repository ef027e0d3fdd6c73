import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStartWithAnyToken } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { jwtsReceived } from "./jwts.ts";

scenario("LOGIN-02", async ({ vault, coder, assume }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name });

  const received = await jwtsReceived(vault);
  const own = [workspace.owner.oidcAccessToken];
  expectNoOther(received, own, "JWTs that Vault received");
  assume(aGoodStartWithAnyToken);
  expect(received, "the JWTs that Vault received").toEqual(own);
});
