import { aBuild, expect, scenario } from "../../harness/engine/index.ts";
import { firstGroup, roleForEach } from "./groups.ts";

scenario("ROLE-04", async ({ vault, coder, assume }) => {
  await vault.mount("jwt", { defaultRole: "everyone" });
  await roleForEach(vault, ["everyone"]);

  const workspace = await coder.start({ role: firstGroup, owner: { groups: [] } });

  expect((await vault.logins()).length, "logins that Vault received").toBe(0);
  expect(workspace.agent.scripts, "the scripts that ran").toEqual([]);
  assume(aBuild);
  expect(workspace.build).toMatchObject({ outcome: "refused", during: "plan" });
});
