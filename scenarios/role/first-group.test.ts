import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenOf } from "../token.ts";
import { roleForEach } from "./groups.ts";

scenario("ROLE-01", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  await roleForEach(vault, ["developers", "everyone"]);

  const workspace = await coder.start({ example: "group-role", owner: { groups: ["developers", "everyone"] } });

  expect(await tokenOf(workspace, vault), "the token of a new terminal").toMatchObject({
    policies: ["default", "developers-policy"],
    meta: { role: "developers" },
  });
});
