import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenOf } from "../token.ts";
import { firstGroup, roleForEach } from "./groups.ts";

const group = "Platform.Eng-Team_2";
/** Roles that a module could reach which tidies the name up. */
const others = ["platform", "platform.eng", "platform-eng-team_2", "platform-eng-team-2", "eng-team_2", "team_2"];

scenario("ROLE-03", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  await roleForEach(vault, [group, ...others]);

  const workspace = await coder.start({ role: firstGroup, owner: { groups: [group, "Everyone"] } });

  expect(await tokenOf(workspace, vault), "the token of a new terminal").toMatchObject({
    // Vault lower-cases what it is called.
    policies: ["default", `${group}-policy`.toLowerCase()],
    meta: { role: group.toLowerCase() },
  });
});
