import { both, none, type Requirement } from "./requirement.ts";

/** The login and what people have of it. */
export const loginRequirements: readonly Requirement[] = [
  {
    id: "LOGIN-01",
    title:
      "A valid token and role: the script exits 0, and a new shell's token was made at the mount's login with the role's policies and ttl",
    profile: "core",
    tokens: both,
    basis: "This module lets you authenticate with Hashicorp Vault in your Coder workspaces.",
    scenarios: [{ file: "login/logs-in", examples: ["default"] }],
  },
  {
    id: "LOGIN-02",
    title: "With no vault_jwt_token, Vault received exactly the owner's OIDC access token",
    profile: "core",
    tokens: ["oidc"],
    basis: "Optional, if not present, defaults to user's oidc authentication token.",
    scenarios: [{ file: "login/sends-the-owners-oidc-token" }],
  },
  {
    id: "LOGIN-03",
    title: "vault_jwt_token wins over an OIDC token that is present and valid",
    profile: "core",
    tokens: ["custom"],
    basis: "By reusing the OIDC access token or another source of jwt token.",
    scenarios: [{ file: "login/custom-token-wins", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "LOGIN-04",
    title: "VAULT_ADDR is set, equal to the input, in every workspace shell",
    profile: "core",
    tokens: both,
    basis: 'curl … "${VAULT_ADDR}/v1/…" in the README\'s second command.',
    scenarios: [{ file: "login/sets-the-address" }],
  },
  {
    id: "LOGIN-05",
    title: "VAULT_TOKEN is set in new shells, and both commands of the README read a secret",
    profile: "core",
    tokens: both,
    basis: "Then you can use the Vault CLI in your workspaces to fetch secrets from Vault, or using the Vault API.",
    scenarios: [{ file: "login/reads-a-secret" }],
  },
  {
    id: "LOGIN-06",
    title:
      "Vault refuses the login: the start fails, the log gives Vault's reason, nothing claims success, no usable token is left",
    profile: "core",
    tokens: both,
    basis: "A start that reports success without a login leaves people to find out from failing commands.",
    scenarios: [{ file: "login/refused" }],
  },
  {
    id: "LOGIN-07",
    title: "Vault unreachable, sealed or answering 5xx: the script fails within 60 s, and the log names the address",
    profile: "core",
    tokens: both,
    basis: "Shells wait for the script, and what cannot be reached is the first thing that people ask.",
    scenarios: [{ file: "login/no-vault-answers", waits: true }],
  },
  {
    id: "LOGIN-08",
    title: "A restarted workspace logs in again: a newer token replaces the older one",
    profile: "core",
    tokens: both,
    basis: "A home outlives its workspace's tokens, whose ttl is an hour in the README's example role.",
    scenarios: [{ file: "login/logs-in-again" }],
  },
  {
    id: "LOGIN-09",
    title:
      "Shells wait for the login: a session that waits, as coder ssh does by default, opens only after the script has ended",
    profile: "core",
    tokens: both,
    basis: "Then you can use the Vault CLI in your workspaces to fetch secrets from Vault.",
    scenarios: [{ file: "login/shells-wait" }],
  },
  {
    id: "LOGIN-10",
    title: "A stop leaves nothing: with count = start_count there is no script and no variable of the module",
    profile: "core",
    tokens: both,
    basis: "count = data.coder_workspace.me.start_count in every example of the README.",
    scenarios: [{ file: "login/stop-leaves-nothing" }],
  },
  {
    id: "LOGIN-11",
    title:
      "No token at all (an owner who signed in with a password): the script fails, and the log says that no JWT was available",
    profile: "core",
    tokens: ["oidc"],
    basis: "Optional, if not present, defaults to user's oidc authentication token: Coder's is empty for other owners.",
    scenarios: [{ file: "login/no-jwt" }],
  },
  {
    id: "LOGIN-12",
    title: "An opaque access token, which is no JWT, is refused, and this is said clearly",
    profile: "core",
    tokens: ["oidc"],
    basis: "Providers may give access tokens that are no JWT, and Coder hands them on as they are.",
    scenarios: [{ file: "login/opaque-token" }],
  },
  {
    id: "LOGIN-13",
    title: "Leaving out agent_id, vault_addr or vault_jwt_role fails the plan and names the variable",
    profile: "core",
    tokens: none,
    basis: "Every example of the README gives these three.",
    scenarios: [{ file: "login/inputs-left-out" }],
  },
  {
    id: "LOGIN-14",
    title:
      "A refused login after an earlier success, in a home that persists: new shells do not go on with the older token",
    profile: "hardened",
    tokens: both,
    basis: "Who has lost access must not keep it for as long as an old token lives.",
    scenarios: [{ file: "login/refused-after-success" }],
  },
];
