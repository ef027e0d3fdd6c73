import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { printedInEveryShell, shellIsSh } from "../shells.ts";
import { lookedUpByCli } from "../token.ts";

scenario("NS-01", async ({ vault, coder, assume }) => {
  const inside = await vault.within("coder");
  const role = await inside.role();
  // A login outside of it would work too.
  await vault.role({ name: role.name });

  const workspace = await coder.start({
    role: role.name,
    inputs: { vault_namespace: "coder" },
    before: shellIsSh,
  });

  const namespaces = (await vault.logins()).map(({ namespace }) => namespace);
  expectNoOther(namespaces, ["coder/"], "namespaces of the logins that Vault received");
  assume(aGoodStart);
  expect(await lookedUpByCli(workspace), "the token of a new terminal").toMatchObject({ meta: { role: role.name } });
  for (const { what, printed } of await printedInEveryShell(workspace, 'echo "<$VAULT_NAMESPACE>"')) {
    expect(printed, what).toMatch(/^<coder\/?>$/);
  }
});
