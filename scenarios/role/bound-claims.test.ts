import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoLogin } from "../no-login.ts";
import { tokenOf } from "../token.ts";
import { groupsClaim, roleForEach } from "./groups.ts";

const bindings = [
  { type: "string", group: "developers" },
  { type: "glob", group: "dev*" },
];

scenario("ROLE-05", async ({ vault, coder, token, assume }) => {
  const mount = await vault.mount("jwt", { defaultRole: "everyone" });
  await roleForEach(vault, ["everyone"]);
  for (const { type, group } of bindings) {
    const role = await vault.role({
      mount,
      boundClaims: { [groupsClaim[token]]: [group] },
      settings: { bound_claims_type: type },
    });

    const member = await coder.start({ role: role.name, owner: { groups: ["Everyone", "developers"] } });
    const outsider = await coder.start({ role: role.name, owner: { groups: ["Everyone", "operators"] } });

    await expectNoLogin(outsider, vault);
    assume(aGoodStart);
    expect(await tokenOf(member, vault), "the member's token").toMatchObject({ meta: { role: role.name } });
  }
});
