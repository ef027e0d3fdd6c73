import { expect, scenario } from "../../harness/engine/index.ts";
import { firstGroup, roleForEach } from "./groups.ts";

scenario("ROLE-04", async ({ vault, coder }) => {
  await vault.mount("jwt", { defaultRole: "everyone" });
  await roleForEach(vault, ["everyone"]);

  const workspace = await coder.start({ role: firstGroup, owner: { groups: [] } });

  expect(workspace.build).toMatchObject({ outcome: "refused", during: "plan" });
  expect(workspace.agent.scripts, "the scripts that ran").toEqual([]);
  expect((await vault.logins()).length, "logins that Vault received").toBe(0);
});
