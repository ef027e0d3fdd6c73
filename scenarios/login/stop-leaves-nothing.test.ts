import { aBuild, expect, scenario } from "../../harness/engine/index.ts";

scenario("LOGIN-10", async ({ vault, coder, assume }) => {
  assume(aBuild);
  const role = await vault.role();
  const workspace = await coder.start({ role: role.name });

  for (const { script, excess } of await workspace.agent.stop())
    if (script.isOfSubject) expect(excess, `what the stop script ${script.displayName} did too much`).toBeUndefined();
  // Whose link to the identity provider is gone can still stop a workspace.
  const stop = await coder.build(
    { role: role.name, restarts: workspace, owner: { oidcAccessToken: "", loginType: "password" } },
    "stop",
  );

  expect(stop, "the build that stops the workspace").toMatchObject({
    outcome: "succeeded",
    manifest: undefined,
    resources: [],
  });
});
