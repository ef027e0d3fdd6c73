import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { forbidden, stateOf } from "./outside.ts";
import { expectOpen, ownPath, readmeRole } from "./readme.ts";
import { answersTo } from "./requests.ts";

scenario("POLICY-07", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  const role = await readmeRole(vault);
  await vault.kv("other");
  for (const mount of ["kv", "other"]) await vault.secret(mount, "plans", { a: "1" });
  await vault.policy("wide", 'path "other/*" { capabilities = ["create", "read", "update", "delete", "list"] }');
  const wide = await vault.role({ mount: role.mount, policies: ["wide"] });
  const first = await coder.start({ role: wide.name });

  const workspace = await coder.start({ role: role.name, restarts: first });

  await expectOpen(workspace, vault, ownPath(workspace), ["create"]);
  const before = await stateOf(vault, role);
  const answers = await answersTo(workspace, vault, forbidden(role));
  expect(
    answers.filter(({ status }) => status !== 403),
    "what Vault answered otherwise than 403",
  ).toEqual([]);
  expect(await stateOf(vault, role), "what an administrator sees").toEqual(before);
});
