import type { ServerDefectName } from "../run/index.ts";
import type { JsonObject } from "../vault/index.ts";
import type { Site } from "./site.ts";

/** What an administrator has left too open, or cut too short, in what scenarios set up in Vault. */
interface ServerDefect {
  readonly mount?: (configuration: JsonObject, site: Site) => JsonObject;
  readonly role?: (role: JsonObject) => JsonObject;
  readonly policy?: (rules: string) => string;
}

const aDay = 86_400;

const serverDefects: Readonly<Record<ServerDefectName, ServerDefect>> = {
  "any-audience": {
    role: (role) => ({ ...role, bound_audiences: ["https://vault.example.com", "https://elsewhere.example"] }),
  },
  "any-issuer": { mount: without("bound_issuer") },
  "any-key": {
    mount: (configuration, { signer }) =>
      "jwt_validation_pubkeys" in configuration
        ? { ...configuration, jwt_validation_pubkeys: [signer.publicKeyPem, signer.strangersPublicKey] }
        : configuration,
  },
  "any-time": {
    role: (role) => ({ ...role, expiration_leeway: aDay, not_before_leeway: aDay, clock_skew_leeway: aDay }),
  },
  "any-claims": { role: without("bound_claims", "bound_subject", "bound_claims_type") },
  "any-user": { role: (role) => ({ ...role, user_claim: "iss" }) },
  "no-groups": { role: without("groups_claim") },
  "fixed-keys": {
    mount: (configuration, { signer }) =>
      "jwks_url" in configuration ? { jwt_validation_pubkeys: Object.values(signer.publicKeys) } : configuration,
  },
  "one-algorithm": { mount: (configuration) => ({ ...configuration, jwt_supported_algs: ["RS256"] }) },
  "no-mappings": { role: without("claim_mappings") },
  "no-limits": { role: without("token_ttl", "token_max_ttl", "token_num_uses", "token_bound_cidrs", "token_type") },
  "every-path": {
    policy: () => 'path "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }',
  },
  "no-path": { policy: () => 'path "nothing/here" { capabilities = ["read"] }' },
};

/** What scenarios of this run set up in Vault otherwise than they say; nothing in a run that is to give a verdict. */
export function defectOf(site: Site): ServerDefect {
  const { serverDefect } = site.settings;
  return serverDefect === undefined ? {} : serverDefects[serverDefect];
}

function without(...names: readonly string[]): (given: JsonObject) => JsonObject {
  return (given) => Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
}
