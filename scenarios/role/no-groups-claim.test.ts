import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { groupsClaim } from "./groups.ts";

scenario("ROLE-08", async (stage) => {
  const { vault, coder, token } = stage;
  const claim = groupsClaim[token];
  const role = await vault.role({ settings: { groups_claim: claim } });

  const workspace = await coder.start({ role: role.name, claims: { [claim]: undefined } });

  await expectRefused(workspace, stage);
  expect(workspace.script.log).toMention(claim);
});
