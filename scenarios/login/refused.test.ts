import { expect, scenario } from "../../harness/engine/index.ts";

scenario("LOGIN-06", "A refused login fails the start", { tokens: ["oidc", "custom"] }, async ({ vault, coder }) => {
  const role = await vault.role({ boundAudiences: ["https://elsewhere.example"] });

  const workspace = await coder.start({ role: role.name });

  expect(workspace.script).toHaveFailed();
  expect(workspace.script.log).toMention(await vault.lastRefusal());
  expect(workspace.script.log).not.toClaimSuccess();
  expect(await workspace.shell("vault token lookup")).toHaveFailed();
  // Tokens come from Vault alone: one that it has not given is in no file either.
  const issued = (await vault.requests()).flatMap((request) => request.issued ?? []);
  expect(issued, "the tokens that Vault issued").toEqual([]);
});
