import { expect, scenario } from "../../harness/engine/index.ts";
import { firstGroup, roleForEach } from "./groups.ts";

const orders = [
  ["operators", "developers", "everyone"],
  ["everyone", "operators", "developers"],
];

scenario(
  "ROLE-02",
  "Another first group picks another role, in the order that Coder gives",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder }) => {
    await roleForEach(vault, ["developers", "everyone", "operators"]);

    for (const groups of orders) {
      const workspace = await coder.start({ role: firstGroup, owner: { groups } });

      const lookup = await workspace.shell("vault token lookup -format=json");
      expect(lookup).toHaveSucceeded();
      expect(JSON.parse(lookup.stdout).data.policies).toEqual(["default", `${groups[0]}-policy`].sort());
    }
  },
);
