import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { firstGroup, roleForEach } from "./groups.ts";

/** Each is `developers` to a module that reads it as anything else than data. */
const names = [
  "developers team",
  "developers''",
  'developers""',
  "developers$(true)",
  "developers`true`",
  "developers;true",
  "developers&true",
  "developers #true",
  "developers%s",
  "developers\\",
  "developers\n",
];

scenario("ROLE-07", async ({ vault, coder, assume }) => {
  await vault.mount("jwt", { defaultRole: "everyone" });
  await roleForEach(vault, ["developers", "everyone"]);

  for (const name of names) {
    await coder.start({ role: firstGroup, owner: { groups: [name, "everyone"] } });
  }

  const roles = (await vault.logins()).map(({ data }) => String(data.role));
  expectNoOther(roles, names, "roles that Vault was asked for");
  expect(await vault.accessors(), "tokens that Vault issued").toEqual([]);
  assume(aGoodStart);
});
