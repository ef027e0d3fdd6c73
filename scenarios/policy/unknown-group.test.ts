import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { groupsClaim } from "../role/groups.ts";
import { tokenOf } from "../token.ts";

scenario("POLICY-10", async ({ vault, coder, token: kind, assume }) => {
  assume(aGoodStart);
  const mount = await vault.mount("jwt");
  for (const name of ["own", "operators"]) {
    await vault.policy(name, `path "kv/data/${name}" { capabilities = ["read"] }`);
  }
  await vault.kv("kv");
  await vault.secret("kv", "own", { a: "1" });
  await vault.secret("kv", "operators", { a: "1" });
  // A role and a group of Vault's own that only bear the names of the token's groups.
  await vault.role({ name: "operators", mount, policies: ["operators"] });
  await vault.group("developers", { mount, policies: ["operators"] });
  const role = await vault.role({ mount, policies: ["own"], settings: { groups_claim: groupsClaim[kind] } });

  const workspace = await coder.start({ role: role.name, owner: { groups: ["operators", "Everyone"] } });

  expect(workspace.script).toHaveSucceeded();
  const token = await tokenOf(workspace, vault);
  expect(token, "the token of a new terminal").toMatchObject({
    policies: ["default", "own"],
    meta: { role: role.name },
  });
  expect(token, "the token of a new terminal").not.toHaveProperty("identity_policies.0");
  expect(await workspace.shell("vault read kv/data/own")).toHaveSucceeded();
  const denied = await workspace.shell("vault read kv/data/operators");
  expect(denied).toHaveFailed();
  expect(denied.output).toMention("permission denied");
});
