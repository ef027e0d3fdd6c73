import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokensHeld } from "../token.ts";

scenario("PRE-01", async ({ vault, coder, assume }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, prebuild: "unclaimed" });

  const asked = (await vault.requests()).map(({ path }) => path);
  expect(asked, "what Vault was asked").toEqual([]);
  expect(workspace.build, "the build of the prebuilt workspace").toMatchObject({ outcome: "succeeded" });
  expect(workspace.agent.lifecycle, "what the agent is").toBe("ready");
  expect(await tokensHeld(workspace), "the tokens in new shells").toEqual([]);
  assume(aGoodStart);
});
