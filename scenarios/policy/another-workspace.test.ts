import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectDenied, expectOpen, ownPath, readmeRole } from "./readme.ts";

scenario("POLICY-04", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  const role = await readmeRole(vault);

  const gone = await coder.start({ role: role.name });
  const first = await coder.start({ role: role.name, disk: gone });
  const last = await coder.start({ role: role.name });

  for (const [workspace, others] of [
    [first, [gone, last]],
    [last, [first]],
  ] as const) {
    await expectOpen(workspace, vault, ownPath(workspace), ["create"]);
    for (const other of others) await expectDenied(workspace, vault, ownPath(other));
  }
});
