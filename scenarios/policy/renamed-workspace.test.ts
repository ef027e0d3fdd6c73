import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectDenied, expectOpen, ownPath, readmeRole } from "./readme.ts";

scenario("POLICY-06", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  const role = await readmeRole(vault);
  const before = await coder.start({ role: role.name, name: "sparrow" });
  await expectOpen(before, vault, ownPath(before), ["create"]);
  await expectDenied(before, vault, ownPath({ ...before, name: "swallow" }));

  const renamed = await coder.start({ role: role.name, restarts: before, name: "swallow" });

  await vault.secret("kv", `${ownPath(renamed)}/below`, { a: "1" });
  await expectOpen(renamed, vault, ownPath(renamed));
  await expectDenied(renamed, vault, ownPath(before));
});
