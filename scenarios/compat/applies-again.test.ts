import { aBuild, expect, failAs, scenario } from "../../harness/engine/index.ts";

scenario("COMPAT-02", async ({ vault, coder, assume }) => {
  assume(aBuild);
  const role = (await vault.role()).name;
  const workspace = await coder.start({ role });

  const again = await coder.build({ role, jwt: workspace.jwt, restarts: workspace });

  if (again.outcome === "refused") failAs("a second apply with the same inputs", again.diagnostics);
  expect(again.changes, "what the second plan changes of the module").toEqual([]);
});
