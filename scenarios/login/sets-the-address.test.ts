import { expect, scenario } from "../../harness/engine/index.ts";
import { printedInEveryShell, shellIsSh } from "../shells.ts";

scenario("LOGIN-04", async ({ vault, coder }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, before: shellIsSh });

  for (const { what, printed } of await printedInEveryShell(workspace, 'echo "<$VAULT_ADDR>"')) {
    expect(printed, what).toBe(`<${vault.address}>`);
  }
});
