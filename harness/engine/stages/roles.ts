import { readmeExampleRole } from "../../run/index.ts";
import type { JsonObject } from "../../vault/index.ts";

/** What a scenario sets of a role; the README's example gives the rest. */
export interface RoleOptions {
  readonly name?: string;
  /** Default: the mount `jwt`, trusting who signs the scenario's tokens. */
  readonly mount?: Mount;
  readonly policies?: readonly string[];
  readonly boundAudiences?: readonly string[];
  readonly boundClaims?: JsonObject;
  /** Seconds; default: the example's hour. */
  readonly ttl?: number;
  /** Further settings of the role, under Vault's names; they go before everything else. */
  readonly settings?: JsonObject;
}

/** An auth mount of type jwt. */
export interface Mount {
  readonly path: string;
  readonly accessor: string;
}

/** The README's example role with what the options change. */
export async function roleBody(options: RoleOptions): Promise<JsonObject> {
  const { boundAudiences, boundClaims, ttl, settings = {} } = options;
  const { ttl: readmeTtl, ...readme } = await readmeExampleRole();
  return {
    ...readme,
    // Vault's newer name of the same thing.
    token_ttl: ttl ?? readmeTtl ?? null,
    token_policies: options.policies ?? [],
    ...(boundAudiences === undefined ? {} : { bound_audiences: boundAudiences }),
    ...(boundClaims === undefined ? {} : { bound_claims: boundClaims }),
    ...settings,
  };
}
