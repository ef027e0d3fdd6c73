import { both, type Requirement } from "./requirement.ts";

/** Where the auth method is mounted. */
export const pathRequirements: readonly Requirement[] = [
  {
    id: "PATH-01",
    title: "The default mount is jwt",
    profile: "core",
    tokens: both,
    basis: 'Non standard auth path (default is "jwt").',
    means: "The README's first example logs in nowhere.",
    scenarios: [{ file: "path/default" }],
  },
  {
    id: "PATH-02",
    title: "An override (oidc) logs in there while nothing is mounted at jwt",
    profile: "core",
    tokens: both,
    basis: "Configure Vault integration with a non standard auth path.",
    means: "A Vault whose JWT auth method is mounted elsewhere cannot be used.",
    scenarios: [{ file: "path/override", inputs: ["vault_jwt_auth_path"], examples: ["auth-path"] }],
  },
  {
    id: "PATH-03",
    title: "With both mounts present and each trusting another issuer, the override alone decides",
    profile: "core",
    tokens: both,
    basis: "Configure Vault integration with a non standard auth path.",
    means: "The login goes to a mount that the template did not choose.",
    scenarios: [{ file: "path/override-decides", inputs: ["vault_jwt_auth_path"] }],
  },
  {
    id: "PATH-04",
    title: "A nested mount (corp/eu/jwt) works",
    profile: "core",
    tokens: both,
    basis: "Vault mounts auth methods at paths of several segments.",
    means: "Vaults with nested mount paths cannot be used.",
    scenarios: [{ file: "path/nested", inputs: ["vault_jwt_auth_path"] }],
  },
  {
    id: "PATH-05",
    title: "A mount that does not exist: the login is refused as in LOGIN-06, and the log names the path",
    profile: "core",
    tokens: both,
    basis: "A mistyped path is found by whoever reads it in the log.",
    means: "A typing error in the path looks like another problem, or like success.",
    scenarios: [{ file: "path/no-such-mount", inputs: ["vault_jwt_auth_path"] }],
  },
];
