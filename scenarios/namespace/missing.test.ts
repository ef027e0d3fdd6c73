import { expect, failAs, scenario } from "../../harness/engine/index.ts";
import { expectFailedStart } from "../refusal.ts";

scenario("NS-04", async (stage) => {
  const { vault, coder } = stage;
  const { name } = await vault.role();
  // A login above would hide the mistake.
  const above = await vault.within("coder");
  await above.role({ name });

  for (const namespace of ["nowhere", "coder/nowhere"]) {
    const workspace = await coder.start({ role: name, inputs: { vault_namespace: namespace }, step: namespace });

    expect(await vault.accessors(), "the tokens that Vault issued").toEqual([]);
    await expectFailedStart(workspace, stage);
    // No audit device has a request to a namespace that does not exist: the same one again shows Vault's reason.
    const login = { role: name, jwt: workspace.jwt };
    const { body } = await vault.api.ask("POST", "auth/jwt/login", login, { namespace });
    const reason = body.errors?.join("; ") ?? failAs("Vault to refuse a login there", "it gave no reason");
    expect(workspace.script.log).toGiveReason(reason);
  }
});
