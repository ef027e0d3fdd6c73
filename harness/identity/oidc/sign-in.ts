import type { ClaimChanges, Claims } from "../json.ts";

/** Someone who can sign in at the issuer. */
export interface Person {
  /** Becomes `sub`. */
  readonly id: string;
  /** The user name: `preferred_username`, and Coder's `owner_name`. */
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
}

/** One person on the way through the authorization code flow, and the token that is wanted in the end. */
export interface SignIn {
  readonly state: string;
  readonly person: Person;
  readonly audience: string;
  readonly ttlSeconds: number;
  /** Put over the claims that the issuer itself gives. */
  readonly claims: ClaimChanges;
  /** Known from the moment of consent on; ties the token endpoint's request to this sign-in. */
  grantId?: string;
  /** The access token that was given for it last. */
  accessToken?: string;
}

/**
 * What the issuer says of a person.
 *
 * The `owner…` names are those of the README's custom token, set up at the issuer as custom claims,
 * so that one role with one `claim_mappings` serves tokens of both kinds.
 */
export function claimsOf({ id, name, email, groups }: Person): Claims {
  return {
    name,
    preferred_username: name,
    email,
    email_verified: true,
    groups,
    owner: id,
    owner_name: name,
    owner_email: email,
    owner_groups: groups,
  };
}

/** When the token was made and ends; one that is over already (`ttlSeconds` ≤ 0) was made an hour before its end. */
export function lifetimeOf({ ttlSeconds }: SignIn): { iat: number; exp: number } {
  const now = Math.floor(Date.now() / 1000);
  const exp = now + ttlSeconds;
  return { iat: ttlSeconds > 0 ? now : exp - 3600, exp };
}
