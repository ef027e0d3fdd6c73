import { expect, scenario } from "../../harness/engine/index.ts";
import { firstGroup, roleForEach } from "./groups.ts";

scenario(
  "ROLE-01",
  "The first group picks the role: its policies and no others",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder }) => {
    await roleForEach(vault, ["developers", "everyone"]);

    const workspace = await coder.start({ role: firstGroup, owner: { groups: ["developers", "everyone"] } });

    const lookup = await workspace.shell("vault token lookup -format=json");
    expect(lookup).toHaveSucceeded();
    expect(JSON.parse(lookup.stdout).data.policies).toEqual(["default", "developers-policy"]);
  },
);
