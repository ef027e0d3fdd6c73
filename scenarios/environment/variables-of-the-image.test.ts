import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectIssued, expectLogin } from "./login.ts";

const nowhere = "https://elsewhere.example.com:8200";
const proxy = "http://no-proxy.example.com:3128";
const direct = ".example.com,releases.hashicorp.com,api.releases.hashicorp.com,127.0.0.0/8";

const variables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  VAULT_TOKEN: { VAULT_TOKEN: "hvs.left-over-from-last-year" },
  VAULT_ADDR: { VAULT_ADDR: nowhere },
  VAULT_NAMESPACE: { VAULT_NAMESPACE: "elsewhere" },
  VAULT_FORMAT: { VAULT_FORMAT: "json" },
  "VAULT_AGENT_ADDR and VAULT_PROXY_ADDR": { VAULT_AGENT_ADDR: nowhere, VAULT_PROXY_ADDR: nowhere },
  VAULT_WRAP_TTL: { VAULT_WRAP_TTL: "5m" },
  "variables of OpenBao": { BAO_ADDR: nowhere, BAO_TOKEN: "s.left-over", BAO_NAMESPACE: "elsewhere" },
  "a proxy, and NO_PROXY": { HTTPS_PROXY: proxy, https_proxy: proxy, NO_PROXY: direct, no_proxy: direct },
};

scenario("ENV-01", "variables-of-the-image", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  assume(aGoodStart);

  for (const [which, environment] of Object.entries(variables)) {
    const workspace = await coder.start({ role: role.name, environment, step: `the image sets ${which}` });

    await expectIssued(workspace, vault, role);
    // Shells that the image sends to another namespace need not get a token of this one.
    if (!("VAULT_NAMESPACE" in environment)) await expectLogin(workspace, vault, role);
  }
});
