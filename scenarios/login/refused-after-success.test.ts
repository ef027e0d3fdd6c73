import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoLogin } from "../no-login.ts";
import { tokensHeld } from "../token.ts";

scenario("LOGIN-14", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  const accepted = await coder.start({ role: role.name });
  await vault.role({ name: role.name, boundAudiences: ["https://elsewhere.example"] });

  const refused = await coder.start({ role: role.name, restarts: accepted, step: "second start: Vault refuses" });

  await expectNoLogin(refused, vault);
  for (const token of await tokensHeld(refused)) {
    const works = (await vault.lookup(token)) !== undefined;
    expect(works ? "one that Vault knows" : "none that works", "a token in new shells").toBe("none that works");
  }
  expect(await refused.command("vault token lookup")).toHaveFailed();
  assume(aGoodStart);
  expect(accepted.script).toHaveSucceeded();
});
