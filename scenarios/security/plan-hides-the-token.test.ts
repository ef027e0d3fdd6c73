import { blocked, expect, leaks, scenario } from "../../harness/engine/index.ts";
import { aLogin } from "../assumptions.ts";

scenario("SEC-05", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  const { jwt } = await coder.start({ role: role.name });

  // Written into the template, as the README shows first: nothing else makes it sensitive there.
  const workspace = await coder.start({
    role: role.name,
    jwt,
    keepsPlan: true,
    inputs: { vault_jwt_token: { expression: JSON.stringify(jwt) } },
  });

  if (workspace.build.outcome === "refused") blocked("LOGIN-01", workspace.build.diagnostics);
  const shown = `${workspace.build.output}\n${await workspace.provisioner.plan()}`;
  expect(leaks(shown, { jwt: [jwt] }), "secrets in what plan and apply print").toEqual([]);
  // A module that makes nothing of its token cannot show it either.
  assume(aLogin);
});
