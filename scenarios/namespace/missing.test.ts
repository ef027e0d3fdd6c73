import { expect, failAs, scenario } from "../../harness/engine/index.ts";
import { expectNoLogin } from "../refusal.ts";

scenario("NS-04", async ({ vault, coder }) => {
  const { name } = await vault.role();
  // The mistake is not mended by a login above.
  const above = await vault.within("coder");
  await above.role({ name });

  for (const namespace of ["nowhere", "coder/nowhere"]) {
    const workspace = await coder.start({ role: name, inputs: { vault_namespace: namespace } });

    await expectNoLogin(workspace, vault);
    expect(await vault.issued(), "the tokens that Vault issued").toEqual([]);
    // No audit device has a request to a namespace that does not exist: the same one again shows Vault's reason.
    const login = { role: name, jwt: workspace.jwt };
    const { body } = await vault.api.ask("POST", "auth/jwt/login", login, { namespace });
    const reason = body.errors?.join("; ") ?? failAs("Vault to refuse a login there", "it gave no reason");
    expect(workspace.script.log).toMention(reason);
  }
});
