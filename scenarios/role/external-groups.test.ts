import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenOf } from "../token.ts";
import { groupsClaim } from "./groups.ts";

const groups = ["developers", "operators"];

scenario("ROLE-06", async ({ vault, coder, token, assume }) => {
  assume(aGoodStart);
  const mount = await vault.mount("jwt");
  const role = await vault.role({ mount, settings: { groups_claim: groupsClaim[token] } });
  await vault.kv("secrets");
  for (const group of groups) {
    await vault.secret("secrets", group, { colour: "vermilion" });
    await vault.policy(`of-${group}`, `path "secrets/data/${group}" { capabilities = ["read"] }`);
    await vault.group(group, { mount, policies: [`of-${group}`] });
  }

  const first = await coder.start({ role: role.name, owner: { groups: ["Everyone", "developers"] } });
  const moved = await coder.start({ role: role.name, owner: { groups: ["operators"] }, restarts: first });

  expect(await tokenOf(moved, vault), "the token of a new terminal").toMatchObject({
    identity_policies: ["of-operators"],
  });
  expect(await moved.shell("vault kv get -mount=secrets operators")).toHaveSucceeded();
  expect(await moved.shell("vault kv get -mount=secrets developers")).toHaveFailed();
});
