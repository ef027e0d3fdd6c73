import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoLogin } from "../no-login.ts";
import { tokensHeld } from "../token.ts";

scenario("LOGIN-14", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  const accepted = await coder.start({ role: role.name });
  await vault.role({ name: role.name, boundAudiences: ["https://elsewhere.example"] });

  const refused = await coder.start({ role: role.name, restarts: accepted });

  await expectNoLogin(refused, vault);
  for (const token of await tokensHeld(refused)) {
    expect(await vault.lookup(token), "what Vault knows of a token in a new shell").toBeUndefined();
  }
  expect(await refused.command("vault token lookup")).toHaveFailed();
  assume(aGoodStart);
  expect(accepted.script).toHaveSucceeded();
});
