import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenOf } from "../token.ts";

scenario("ENV-06", "twice-at-once", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  const first = await coder.start({ role: role.name });

  const again = { role: role.name, again: first, step: "the scripts run twice at once" };
  const [workspace] = await Promise.all([coder.start(again), coder.start(again)]);

  assume(aGoodStart);
  await tokenOf(workspace, vault);
});
