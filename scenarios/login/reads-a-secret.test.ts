import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";

const url = '"${VAULT_ADDR}/v1/secrets/data/coder"';
const byCurl = `curl --silent --show-error --fail -H "X-Vault-Token: \${VAULT_TOKEN}" -X GET ${url}`;
/** What the README's command is where there is no curl. */
const byWget = `wget -q -O - --header "X-Vault-Token: \${VAULT_TOKEN}" ${url}`;

scenario("LOGIN-05", async ({ vault, coder, site, assume }) => {
  await vault.kv("secrets");
  await vault.secret("secrets", "coder", { colour: "vermilion" });
  await vault.policy("secrets-reader", 'path "secrets/data/coder" { capabilities = ["read"] }');
  const role = await vault.role({ policies: ["secrets-reader"] });

  const workspace = await coder.start({ role: role.name });

  assume(aGoodStart);
  expect(await workspace.shell("env | grep -q ^VAULT_TOKEN=.")).toHaveSucceeded();
  const byApi = (await site.network.offers("curl", site.settings.agent)) ? byCurl : byWget;
  for (const command of ["vault kv get -mount=secrets coder", byApi]) {
    const answer = await workspace.shell(command);
    expect(answer).toHaveSucceeded();
    expect(answer.stdout).toMention("vermilion");
  }
});
