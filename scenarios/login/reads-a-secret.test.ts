import { expect, scenario } from "../../harness/engine/index.ts";

const readmeCommands = {
  cli: "vault kv get -mount=secrets coder",
  api: 'curl --silent --show-error --fail -H "X-Vault-Token: ${VAULT_TOKEN}" -X GET "${VAULT_ADDR}/v1/secrets/data/coder"',
};

scenario(
  "LOGIN-05",
  "VAULT_TOKEN is set, and the README's commands read a secret",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder }) => {
    await vault.kv("secrets");
    await vault.secret("secrets", "coder", { colour: "vermilion" });
    await vault.policy("secrets-reader", 'path "secrets/data/coder" { capabilities = ["read"] }');
    const role = await vault.role({ policies: ["secrets-reader"] });

    const workspace = await coder.start({ role: role.name });

    expect(await workspace.shell("printenv VAULT_TOKEN | grep -q .")).toHaveSucceeded();
    for (const command of Object.values(readmeCommands)) {
      const answer = await workspace.shell(command);
      expect(answer).toHaveSucceeded();
      expect(answer.stdout).toMention("vermilion");
    }
  },
);
