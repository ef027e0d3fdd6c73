import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenOf } from "../token.ts";
import { firstGroup, roleForEach } from "./groups.ts";

const orders = [
  ["operators", "developers", "everyone"],
  ["everyone", "operators", "developers"],
];

scenario("ROLE-02", async ({ vault, coder, note, assume }) => {
  assume(aGoodStart);
  note(
    "Coder promises no order of an owner's groups, and Everyone is one of them: groups[0] may be another one tomorrow.",
  );
  await roleForEach(vault, ["developers", "everyone", "operators"]);

  for (const groups of orders) {
    const workspace = await coder.start({ role: firstGroup, owner: { groups } });

    expect(await tokenOf(workspace, vault), "the token of a new terminal").toMatchObject({
      policies: ["default", `${groups[0]}-policy`].sort(),
      meta: { role: groups[0] },
    });
  }
});
