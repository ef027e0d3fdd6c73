import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { tokensHeld } from "../token.ts";

scenario("LOGIN-14", async ({ vault, coder }) => {
  const role = await vault.role();
  const accepted = await coder.start({ role: role.name });
  expect(accepted.script).toHaveSucceeded();
  await vault.role({ name: role.name, boundAudiences: ["https://elsewhere.example"] });

  const refused = await coder.start({ role: role.name, restarts: accepted });

  await expectRefused(refused, vault);
  expect(await refused.command("vault token lookup")).toHaveFailed();
  for (const token of await tokensHeld(refused)) {
    expect(await vault.lookup(token), "what Vault knows of a token in a new shell").toBeUndefined();
  }
});
