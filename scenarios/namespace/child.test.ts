import { expect, scenario, type VaultStage } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";

/** A role in this namespace, whose logins may read `secrets/coder` there. */
async function reader(vault: VaultStage, colour: string): Promise<string> {
  await vault.kv("secrets");
  await vault.secret("secrets", "coder", { colour });
  await vault.policy("secrets-reader", 'path "secrets/data/coder" { capabilities = ["read"] }');
  return (await vault.role({ policies: ["secrets-reader"] })).name;
}

scenario("NS-03", async ({ vault, coder, assume }) => {
  const namespaces = [
    ["coder", "vermilion", "vault kv get -namespace=coder -mount=secrets coder"],
    ["coder/team", "viridian", "vault kv get -mount=secrets coder"],
  ] as const;
  for (const [path, colour, command] of namespaces) {
    const role = await reader(await vault.within(path), colour);

    const workspace = await coder.start({ role, inputs: { vault_namespace: path } });

    assume(aGoodStart);
    const answer = await workspace.shell(command);
    expect(answer).toHaveSucceeded();
    expect(answer.stdout).toMention(colour);
  }
});
