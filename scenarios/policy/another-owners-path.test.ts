import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectDenied, expectOpen, ownPath, readmeRole } from "./readme.ts";

const grace = { id: "0f4a4c8e-9a53-4f0e-8a52-6d5c8f0b7e22", name: "grace", email: "grace@example.com" };

scenario("POLICY-03", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  const role = await readmeRole(vault);
  const theirs = await coder.start({ role: role.name, owner: grace });

  const workspace = await coder.start({ role: role.name, disk: theirs });

  await vault.secret("kv", ownPath(theirs), { a: "1" });
  await vault.secret("kv", `${ownPath(theirs)}/below`, { a: "1" });
  await expectOpen(workspace, vault, ownPath(workspace), ["create"]);
  for (const path of [ownPath(theirs), ownPath({ ...workspace, owner: theirs.owner })]) {
    await expectDenied(workspace, vault, path);
  }
});
