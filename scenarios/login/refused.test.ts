import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";

scenario("LOGIN-06", async ({ vault, coder }) => {
  const role = await vault.role({ boundAudiences: ["https://elsewhere.example"] });

  const workspace = await coder.start({ role: role.name });

  await expectRefused(workspace, vault);
  // Nor has anything else than the JWT been tried with success.
  expect(await vault.issued(), "the tokens that Vault issued").toEqual([]);
});
