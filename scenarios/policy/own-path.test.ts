import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectOpen, ownPath, readmeRole } from "./readme.ts";

scenario("POLICY-02", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  const role = await readmeRole(vault);
  const disk = await coder.start({ role: role.name });

  const workspace = await coder.start({ role: role.name, disk });

  const path = ownPath(workspace);
  await vault.secret("kv", `${path}/below`, { a: "1" });
  await expectOpen(workspace, vault, path);
});
