import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { printedInEveryShell, shellIsSh } from "../shells.ts";
import { lookedUpByCli } from "../token.ts";

scenario("NS-02", async ({ vault, coder, assume }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, before: shellIsSh });

  const namespaces = (await vault.logins()).map(({ namespace }) => namespace);
  expectNoOther(namespaces, [""], "namespaces of the logins that Vault received");
  assume(aGoodStart);
  expect(await lookedUpByCli(workspace), "the token of a new terminal").toMatchObject({ meta: { role: role.name } });
  for (const { what, printed } of await printedInEveryShell(workspace, 'echo "<${VAULT_NAMESPACE-unset}>"')) {
    expect(printed, what).toBe("<unset>");
  }
});
