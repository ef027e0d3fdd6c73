import type { Json, JsonObject } from "../vault/index.ts";

/** What a role is to be like, as far as the README's example does not say it. */
export interface RoleOptions {
  readonly name?: string;
  /** Default: the mount `jwt`, trusting who signs the scenario's tokens. */
  readonly mount?: Mount;
  readonly policies?: readonly string[];
  readonly boundAudiences?: readonly string[];
  readonly boundClaims?: JsonObject;
  /** Seconds; default 3600. */
  readonly ttl?: number;
  /** Further settings of the role, under Vault's names; they go before everything else. */
  readonly settings?: JsonObject;
}

/** An auth mount of type jwt. */
export interface Mount {
  readonly path: string;
  readonly accessor: string;
}

// The README's example role, as an administrator would write it.
const readmeMappings = [
  "owner owner_email owner_login_type owner_name provisioner provisioner_arch provisioner_os sub",
  "template template_name template_version workspace workspace_name workspace_id",
]
  .join(" ")
  .split(" ");

/** The README's example role with what the options change. */
export function roleBody(options: RoleOptions): JsonObject {
  const claims: Record<string, Json> = Object.fromEntries(readmeMappings.map((claim) => [claim, claim]));
  return {
    role_type: "jwt",
    user_claim: "sub",
    bound_audiences: options.boundAudiences ?? ["https://vault.example.com"],
    claim_mappings: claims,
    token_ttl: options.ttl ?? 3600,
    token_policies: options.policies ?? [],
    ...(options.boundClaims === undefined ? {} : { bound_claims: options.boundClaims }),
    ...options.settings,
  };
}
