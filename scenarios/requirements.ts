/** A numbered statement of the catalogue. */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  readonly profile: "core" | "namespaces" | "hardened" | "portable";
  /** `none` where nothing depends on where the token comes from. */
  readonly tokens: readonly ("oidc" | "custom" | "none")[];
  /** The sentence of the module's README, or the reason, that it rests on. */
  readonly basis: string;
}

const both = ["oidc", "custom"] as const;
const none = ["none"] as const;

/** What a conforming vault-jwt module does, as far as scenarios check it. */
export const requirements: readonly Requirement[] = [
  {
    id: "LOGIN-01",
    title:
      "A valid token and role: the script exits 0, and a new shell's token was made at the mount's login with the role's policies and ttl",
    profile: "core",
    tokens: both,
    basis: "This module lets you authenticate with Hashicorp Vault in your Coder workspaces.",
  },
  {
    id: "LOGIN-02",
    title: "With no vault_jwt_token, Vault received exactly the owner's OIDC access token",
    profile: "core",
    tokens: ["oidc"],
    basis: "Optional, if not present, defaults to user's oidc authentication token.",
  },
  {
    id: "LOGIN-03",
    title: "vault_jwt_token wins over an OIDC token that is present and valid",
    profile: "core",
    tokens: ["custom"],
    basis: "By reusing the OIDC access token or another source of jwt token.",
  },
  {
    id: "LOGIN-04",
    title: "VAULT_ADDR is set, equal to the input, in every workspace shell",
    profile: "core",
    tokens: both,
    basis: 'curl … "${VAULT_ADDR}/v1/…" in the README\'s second command.',
  },
  {
    id: "LOGIN-05",
    title: "VAULT_TOKEN is set in new shells, and both commands of the README read a secret",
    profile: "core",
    tokens: both,
    basis: "Then you can use the Vault CLI in your workspaces to fetch secrets from Vault, or using the Vault API.",
  },
  {
    id: "LOGIN-06",
    title:
      "Vault refuses the login: the start fails, the log gives Vault's reason, nothing claims success, no usable token is left",
    profile: "core",
    tokens: both,
    basis: "A start that reports success without a login leaves people to find out from failing commands.",
  },
  {
    id: "PATH-01",
    title: "The default mount is jwt",
    profile: "core",
    tokens: both,
    basis: 'Non standard auth path (default is "jwt").',
  },
  {
    id: "PATH-02",
    title: "An override (oidc) logs in there while nothing is mounted at jwt",
    profile: "core",
    tokens: both,
    basis: "Configure Vault integration with a non standard auth path.",
  },
  {
    id: "PATH-03",
    title: "With both mounts present and each trusting another issuer, the override alone decides",
    profile: "core",
    tokens: both,
    basis: "Configure Vault integration with a non standard auth path.",
  },
  {
    id: "PATH-04",
    title: "A nested mount (corp/eu/jwt) works",
    profile: "core",
    tokens: both,
    basis: "Vault mounts auth methods at paths of several segments.",
  },
  {
    id: "ROLE-01",
    title: "groups[0] picks the role: its policies and no others",
    profile: "core",
    tokens: both,
    basis: "Map workspace owner's group to a Vault role.",
  },
  {
    id: "ROLE-02",
    title: "Another first group picks another role; the order given by Coder is kept",
    profile: "core",
    tokens: both,
    basis: "Map workspace owner's group to a Vault role.",
  },
  {
    id: "CLI-01",
    title: "An exact version is installed: vault version in a new shell says it",
    profile: "core",
    tokens: none,
    basis: "Install a specific version of the Vault CLI.",
  },
  {
    id: "CLI-02",
    title: "latest (and no value) is the highest general release in the index",
    profile: "core",
    tokens: none,
    basis: "The default of vault_cli_version is latest; an enterprise or unfinished build is not what its users mean.",
  },
  {
    id: "CLI-03",
    title: "The right version is there already: the release server is not asked",
    profile: "core",
    tokens: none,
    basis: "An image that holds the CLI must start where the release server cannot be reached.",
  },
  {
    id: "CLI-04",
    title: "Another version, older or newer, is there: the pin replaces it and is what a new shell finds first",
    profile: "core",
    tokens: none,
    basis: "Install a specific version of the Vault CLI.",
  },
  {
    id: "POLICY-01",
    title: "Every mapped claim is in the alias's metadata with the token's value; the mapped workspace_id does no harm",
    profile: "core",
    tokens: none,
    basis: "The README's example vault jwt role.",
  },
  {
    id: "POLICY-02",
    title: "The README's templated policy: create, read, update, list and delete under the workspace's own path",
    profile: "core",
    tokens: none,
    basis: "The README's example workspace access vault policy.",
  },
  {
    id: "POLICY-03",
    title: "Another owner's path is denied, for each of those verbs",
    profile: "core",
    tokens: none,
    basis: "The README's example workspace access vault policy.",
  },
  {
    id: "POLICY-04",
    title: "Another workspace of the same owner is denied, also while both are running and whichever logged in last",
    profile: "core",
    tokens: none,
    basis: "The README's example workspace access vault policy.",
  },
  {
    id: "SEC-01",
    title: "Neither the JWT nor the Vault token is in the startup log, whatever happens",
    profile: "hardened",
    tokens: both,
    basis: "Startup logs are kept by Coder and shown to template administrators.",
  },
];
