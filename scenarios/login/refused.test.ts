import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";

scenario("LOGIN-06", async (stage) => {
  const { vault, coder } = stage;
  const role = await vault.role({ boundAudiences: ["https://elsewhere.example"] });

  const workspace = await coder.start({ role: role.name });

  // Nothing else than the JWT has been tried with success either.
  expect(await vault.accessors(), "the tokens that Vault issued").toEqual([]);
  await expectRefused(workspace, stage);
});
