import { none, type Requirement } from "./requirement.ts";

/** What Vault must refuse, seen through the module (each as LOGIN-06), and what it must accept. */
export const jwtRequirements: readonly Requirement[] = [
  {
    id: "JWT-01",
    title: "Refused: a wrong or missing audience",
    profile: "core",
    tokens: none,
    basis: '"bound_audiences": "https://vault.example.com" in the README\'s example role.',
    means: "A workspace seems to log in with a token that was made for somebody else.",
    scenarios: [{ file: "jwt/audience" }],
  },
  {
    id: "JWT-02",
    title: "Refused: a wrong issuer",
    profile: "core",
    tokens: none,
    basis: "A mount trusts the issuer that its bound_issuer names, whoever else has its keys.",
    means: "A workspace seems to log in with a token of another issuer.",
    scenarios: [{ file: "jwt/issuer" }],
  },
  {
    id: "JWT-03",
    title:
      "Refused: expired, not yet valid or issued in the future, past the leeway (60 s of clock skew always, 150 s where the claim is absent, the role's own move both); accepted within it",
    profile: "core",
    tokens: none,
    basis: "RFC 7519 bounds a token by exp, nbf and iat; Vault documents how much clocks may differ.",
    means: "A workspace seems to log in with a token that is not valid any more, or cannot with one that is.",
    scenarios: [
      { file: "jwt/leeways", inputs: ["vault_jwt_token"] },
      { file: "jwt/lifetime", inputs: ["vault_jwt_token"] },
    ],
  },
  {
    id: "JWT-04",
    title: "Refused: an unknown key, an altered payload, alg none, and HS256 signed with the RS256 public key",
    profile: "core",
    tokens: none,
    basis: "A signature is all that tells the owner's token from one that anybody wrote.",
    means: "A workspace seems to log in with a forged token.",
    scenarios: [{ file: "jwt/forgeries", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "JWT-05",
    title: "Refused: a missing user claim, bound_subject or bound_claims not met",
    profile: "core",
    tokens: none,
    basis: '"user_claim": "sub" in the README\'s example role; whom a role is bound to is what it is for.',
    means: "A workspace seems to log in although the role's bounds exclude it.",
    scenarios: [{ file: "jwt/bounds", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "JWT-06",
    title: "Accepted while fresh and refused later: a token with iat and no exp, as in the README's example",
    profile: "core",
    tokens: none,
    basis: "The README's custom token has iat, and its exp is commented out.",
    means: "The README's custom token does not work, or works for ever.",
    scenarios: [{ file: "jwt/no-expiry", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "JWT-07",
    title: "Accepted: RS256, ES256 and EdDSA, by JWKS URL, by OIDC discovery and by static public keys",
    profile: "core",
    tokens: none,
    basis: "The OIDC access token from Coder's OIDC authentication method or another source of jwt token.",
    means: "Vaults that verify signatures in this way cannot be used.",
    scenarios: [{ file: "jwt/algorithms", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "JWT-08",
    title:
      "A signing key rotated into the JWKS is accepted without touching Vault; a removed one is refused once caches lapse",
    profile: "core",
    tokens: none,
    basis: "Providers rotate their keys, and withdraw those that leaked.",
    means: "A rotation of keys locks workspaces out, or a withdrawn key goes on working.",
    scenarios: [{ file: "jwt/rotation", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "JWT-09",
    title:
      "The JWKS is down or answers rubbish: the login is refused as in LOGIN-06, and the next start succeeds when it is back",
    profile: "core",
    tokens: none,
    basis: "An identity provider's outage must be told apart from a refusal, and must pass.",
    means: "An outage of the identity provider is not noticed, or lasts longer than it does.",
    scenarios: [{ file: "jwt/outage", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "JWT-10",
    title:
      "The token has an audience and the role binds none: strict servers refuse, others accept; measured on the server at hand, and where it refuses, as in LOGIN-06",
    profile: "core",
    tokens: none,
    basis:
      "By their release notes Vault 1.15.9, 1.16.3, 1.17.0 and later refuse it; within 1.15 and 1.16 this was taken back.",
    means: "The workspace does not show what Vault decided about the token's audience.",
    scenarios: [{ file: "jwt/unbound-audience", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "JWT-11",
    title: "A user claim that is empty or no string: refused or answered with an error, as in LOGIN-06",
    profile: "core",
    tokens: none,
    basis: "The user claim names the alias, and everyone without a name would share one.",
    means: "A token without a valid user name seems to work.",
    scenarios: [{ file: "jwt/user-claim", inputs: ["vault_jwt_token"] }],
  },
];
