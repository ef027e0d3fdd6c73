import { expect, scenario } from "../../harness/engine/index.ts";
import { inOwnShell } from "../shells.ts";

scenario("LOGIN-09", async ({ vault, coder }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, session: inOwnShell("vault token lookup") });

  expect(workspace.script).toHaveSucceeded();
  expect(workspace.session()).toHaveSucceeded();
});
